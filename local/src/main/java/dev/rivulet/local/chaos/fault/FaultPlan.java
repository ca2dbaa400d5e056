package dev.rivulet.local.chaos.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A fault to inject.
 *
 * @param first chooses the target among the processes; any non-negative number
 * @param second the same for a second target
 * @param length of a stall, of an outage, or between two kills
 * @param pause before the fault
 */
public record FaultPlan(FaultKind kind, int first, int second, Duration length, Duration pause) {

    private static final Duration SHORTEST = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_OF_A_BROKER = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    /** Draws a random plan. */
    static FaultPlan draw(RandomGenerator random, FaultKind kind) {
        Duration longest = switch (kind) {
            case BROKER_STALLED, ALL_BROKERS_KILLED -> LONGEST_OF_A_BROKER;
            default -> LONGEST;
        };
        return new FaultPlan(kind, random.nextInt(Integer.MAX_VALUE), random.nextInt(Integer.MAX_VALUE),
                between(random, kind == FaultKind.GATEWAY_STALLED ? LONG : SHORTEST, longest),
                between(random, Duration.ofSeconds(1), LONGEST_PAUSE));
    }

    private static Duration between(RandomGenerator random, Duration from, Duration to) {
        return Duration.ofMillis(random.nextLong(from.toMillis(), to.toMillis()));
    }
}
