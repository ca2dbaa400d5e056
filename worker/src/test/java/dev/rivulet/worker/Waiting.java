package dev.rivulet.worker;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How the worker's tests wait: for a condition, never for a time. */
public final class Waiting {

    /** Far longer than anything awaited should take, on a busy machine too. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private Waiting() {}

    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10));
    }
}
