package dev.rivulet.schemas.topic;

import dev.rivulet.schemas.SessionId;
import org.apache.kafka.common.utils.Utils;

/** The partition of a session's records: the one that Kafka's default partitioner chooses, by murmur2 of the key. */
public final class SessionPartition {

    private SessionPartition() {}

    public static int of(SessionId session, int partitions) {
        return ofKey(session.keyBytes(), partitions);
    }

    /** Returns the partition of records with another key than a session's, by the same rule. */
    public static int ofKey(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
