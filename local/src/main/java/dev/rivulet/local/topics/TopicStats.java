package dev.rivulet.local.topics;

import java.time.Instant;

/**
 * What one topic holds now.
 *
 * @param begin the sum over the partitions of the first offset there is
 * @param end the sum of the next offsets
 * @param bytes on the disks of all brokers together, all copies counted; null when the brokers do not tell
 * @param retentionMs null: compacted
 * @param oldest the time of the oldest record; null when there is none
 * @param lag what the workers have not read yet; null for a topic they do not read
 */
record TopicStats(String name, int partitions, long begin, long end, Long bytes, Long retentionMs, Instant oldest,
        Long lag) {

    /** Records held; of a compacted topic, at most. */
    long records() {
        return end - begin;
    }

    boolean compacted() {
        return retentionMs == null;
    }
}
