package dev.rivulet.testkit.wait;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How all tests wait: for a condition, never for a time. */
public final class Waiting {

    /** Far longer than anything awaited takes, on a busy machine too. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private Waiting() {}

    /** Returns a condition that is checked every 10 ms, and fails after {@link #LIMIT}. */
    public static ConditionFactory await() {
        return configured(Awaitility.await());
    }

    /** @param what is awaited, for the failure's message */
    public static ConditionFactory await(String what) {
        return configured(Awaitility.await(what));
    }

    private static ConditionFactory configured(ConditionFactory condition) {
        return condition.atMost(LIMIT).pollInterval(POLL_INTERVAL);
    }
}
