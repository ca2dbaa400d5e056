package dev.rivulet.runtime.kafka;

import org.apache.kafka.common.KafkaException;

/** The topics are being filled with sessions of other topics, and must not be used before that is done. */
final class TopicsNotFilledException extends KafkaException {

    TopicsNotFilledException(String generationTopic) {
        super("the topics are being filled from others (topic " + generationTopic
                + " has one partition): wait, or run ./rivulet repartition again");
    }
}
