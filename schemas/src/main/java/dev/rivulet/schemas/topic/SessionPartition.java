package dev.rivulet.schemas.topic;

import dev.rivulet.schemas.SessionId;
import org.apache.kafka.common.utils.Utils;

/** The partition of a session's records: the one that Kafka's default partitioner chooses, by murmur2 of the key. */
public final class SessionPartition {

    private SessionPartition() {}

    public static int of(SessionId session, int partitions) {
        return Utils.toPositive(Utils.murmur2(session.keyBytes())) % partitions;
    }
}
