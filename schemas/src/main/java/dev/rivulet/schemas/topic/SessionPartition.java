package dev.rivulet.schemas.topic;

import dev.rivulet.schemas.SessionId;
import org.apache.kafka.common.utils.Utils;

/** Where a session's records are: the partition that Kafka's default partitioner (murmur2 of the key) chooses. */
public final class SessionPartition {

    private SessionPartition() {}

    public static int of(SessionId session, int partitions) {
        return Utils.toPositive(Utils.murmur2(session.keyBytes())) % partitions;
    }
}
