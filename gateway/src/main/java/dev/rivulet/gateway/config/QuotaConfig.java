package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The section {@code rivulet.quota}: how much each principal may use of a gateway. See docs/configuration.md. */
public interface QuotaConfig {

    String PREFIX = "rivulet.quota";

    /** The class of principals whose keys name none. */
    @WithName("default")
    ClassConfig defaults();

    /** The other classes. What is not set in one is as in the default class. */
    @WithName("class")
    Map<String, ClassConfig> classes();

    /** How long a turn whose end this gateway does not see counts as open. */
    @WithDefault("1h")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxTurnAge();

    /** How many principals are counted at a time; those that come when there are so many share one count. */
    @WithDefault("20000")
    @WithConverter(Limits.PositiveInt.class)
    int maxPrincipals();

    /** How long after the end of a turn it is certain that what it has used was counted. */
    @WithDefault("30s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration settleTime();

    /** Of how many sessions a gateway with budgets keeps what their next turn sends to the model beside its prompt. */
    @WithDefault("20000")
    @WithConverter(Limits.PositiveInt.class)
    int rememberedSessions();

    /** The quotas of a class, for each principal at each gateway. Not set: see {@link #classes} */
    interface ClassConfig {

        /** Requests a minute: as many at once at most, and one more each time that a minute's share is over. */
        @WithConverter(QuotaLimit.class)
        Optional<Integer> requestsPerMinute();

        /** Turns that were submitted here and have not ended. */
        @WithConverter(QuotaLimit.class)
        Optional<Integer> openTurns();

        /** Event streams, requests that wait for a turn's end, and what WebSockets read. */
        @WithConverter(QuotaLimit.class)
        Optional<Integer> openStreams();

        /** Look-ups in the log that are under way. */
        @WithConverter(QuotaLimit.class)
        Optional<Integer> lookups();

        /** Tokens of prompts and answers on a day (UTC), at all gateways together. */
        @WithConverter(QuotaTokens.class)
        Optional<Long> tokensPerDay();

        /** The same in a month. */
        @WithConverter(QuotaTokens.class)
        Optional<Long> tokensPerMonth();

        /** What they may cost on a day (UTC), at all gateways together. */
        @WithConverter(QuotaCost.class)
        Optional<BigDecimal> costPerDay();

        /** The same in a month. */
        @WithConverter(QuotaCost.class)
        Optional<BigDecimal> costPerMonth();
    }
}
