package dev.rivulet.local.topics;

import java.time.Instant;

/**
 * Statistics of one topic.
 *
 * @param begin the sum of the partitions' first offsets
 * @param end the sum of the partitions' end offsets
 * @param bytes on the disks of all brokers, including replicas; null if the brokers do not tell
 * @param retentionMs null if the topic is compacted
 * @param oldest the time of the oldest record; null if there is none
 * @param lag records that the workers have not read; null for a topic that they do not read
 */
record TopicStats(String name, int partitions, long begin, long end, Long bytes, Long retentionMs, Instant oldest,
        Long lag) {

    /** Returns the number of records; an upper bound if the topic is compacted. */
    long records() {
        return end - begin;
    }

    boolean compacted() {
        return retentionMs == null;
    }
}
