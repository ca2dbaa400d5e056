package dev.rivulet.gateway.log.replay;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Picks the records that a reader wants, and parses them. Called on a replay thread, once for each record.
 *
 * @param <T> the type that a record is parsed to
 */
public interface RecordSelector<T> {

    /** Returns the parsed record; empty if it is not wanted. */
    Optional<T> select(ConsumerRecord<byte[], byte[]> record);

    /** Returns whether more records are to be read. Called after each. */
    default boolean wantsMore() {
        return true;
    }

    /** Returns whether no record after this one is wanted. */
    default boolean isLast(T selected) {
        return false;
    }
}
