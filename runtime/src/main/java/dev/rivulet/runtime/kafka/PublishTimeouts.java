package dev.rivulet.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The time-outs of Kafka clients that follow from how long a record may take to reach Kafka, outages included. In one
 * place, so that those of different clients agree.
 *
 * @param publish how long a record may take
 */
public record PublishTimeouts(Duration publish) {

    /** How long a broker that is suspended delays what was sent to it. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);

    /**
     * Returns the time-outs of a producer: after them a record has failed, wherever it was.
     *
     * @param linger how long the producer itself lets records wait; shorter than {@link #publish}
     */
    public Map<String, Object> producer(Duration linger) {
        int publishMs = millis(publish);
        return Map.of(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, publishMs, ProducerConfig.MAX_BLOCK_MS_CONFIG,
                publishMs,
                // A producer demands that both fit into the delivery time-out.
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(shorter(LONGEST_REQUEST, publish.minus(linger))));
    }

    /** Returns how long one request may take, in milliseconds. */
    public int requestMs() {
        return millis(shorter(LONGEST_REQUEST, publish));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
