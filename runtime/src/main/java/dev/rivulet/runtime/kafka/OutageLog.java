package dev.rivulet.runtime.kafka;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs an outage of the cluster: a line when it begins, one a minute, and one when it ends. For one thread. */
final class OutageLog {

    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private boolean up = true;
    private long downSince;
    private long loggedAt;

    /** @param now as {@link System#nanoTime} */
    void record(boolean isUp, long now) {
        if (!isUp && up) {
            downSince = now;
            loggedAt = now;
            LOG.atWarn().log("Kafka does not answer");
        } else if (!isUp && now - loggedAt >= REPEAT_NANOS) {
            loggedAt = now;
            LOG.atWarn().addKeyValue("forSeconds", seconds(now)).log("Kafka still does not answer");
        } else if (isUp && !up) {
            LOG.atWarn().addKeyValue("afterSeconds", seconds(now)).log("Kafka answers again");
        }
        up = isUp;
    }

    private long seconds(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(now - downSince);
    }
}
