package dev.rivulet.gateway.quota;

import dev.rivulet.gateway.config.QuotaConfig.ClassConfig;
import dev.rivulet.gateway.config.QuotaLimit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The quotas of a class. {@link QuotaLimit#NONE} is no limit.
 *
 * @param name of the class; two of one name are the same
 */
record QuotaLimits(String name, int requestsPerMinute, int openTurns, int openStreams, int lookups,
        BudgetLimits budget) {

    private static final String DEFAULT = "default";

    /** Nothing is limited. */
    static final QuotaLimits UNLIMITED = new QuotaLimits(DEFAULT, QuotaLimit.NONE, QuotaLimit.NONE, QuotaLimit.NONE,
            QuotaLimit.NONE, BudgetLimits.NONE);

    /** Returns the quotas of the default class. */
    static QuotaLimits of(ClassConfig config) {
        return UNLIMITED.with(DEFAULT, config);
    }

    /** Returns the quotas of another class. What is not set is as here. */
    QuotaLimits with(String other, ClassConfig config) {
        return new QuotaLimits(other, or(config.requestsPerMinute(), requestsPerMinute),
                or(config.openTurns(), openTurns), or(config.openStreams(), openStreams),
                or(config.lookups(), lookups), budget.with(config));
    }

    private static int or(Optional<Integer> set, int otherwise) {
        return set.orElse(otherwise);
    }

    int of(Quota quota) {
        return switch (quota) {
            case REQUESTS -> requestsPerMinute;
            case TURNS -> openTurns;
            case STREAMS -> openStreams;
            case LOOKUPS -> lookups;
        };
    }

    boolean limits(Quota quota) {
        return of(quota) != QuotaLimit.NONE;
    }

    boolean limitsAny() {
        return budget.limitAny() || Stream.of(Quota.values()).anyMatch(this::limits);
    }
}
