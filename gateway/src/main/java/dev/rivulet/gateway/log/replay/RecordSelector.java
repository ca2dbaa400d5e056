package dev.rivulet.gateway.log.replay;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Picks what a reader is after out of a log that carries much else. Called on a replay thread.
 *
 * @param <T> what it makes of a record
 */
public interface RecordSelector<T> {

    /** Empty for a record that is not wanted. */
    Optional<T> select(ConsumerRecord<byte[], byte[]> record);

    /** Whether nothing after this one is wanted. */
    default boolean isLast(T selected) {
        return false;
    }
}
