package dev.rivulet.gateway.log.replay;

import org.apache.kafka.common.TopicPartition;

/** A request for something in a stretch of a partition. Several can be served by one scan of the log. */
sealed interface ScanRequest permits EventPageRequest, RecordRequest {

    TopicPartition partition();

    /** Returns the first offset of the stretch. */
    long from();

    /** Returns the offset after the stretch. */
    long to();

    /** Returns whether nothing more is wanted: it was served, has failed, or nobody waits for it any more. */
    boolean isComplete();

    /** Completes the request with what was found before this offset. */
    void completeAt(long offset);

    void fail(RuntimeException failure);
}
