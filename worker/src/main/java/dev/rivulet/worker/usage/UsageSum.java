package dev.rivulet.worker.usage;

import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.usage.UsageTotal;
import java.math.BigDecimal;
import java.util.Optional;

/** A sum that grows: see {@link UsageTotal}. For one thread. */
final class UsageSum {

    private static final Usage NONE = new Usage(0, 0, 0);

    private Usage usage = NONE;
    private long turns;
    private long estimated;
    private BigDecimal cost = BigDecimal.ZERO;
    private boolean priced;
    private String principal; // null when nobody was named

    /** Adds what a turn has used. */
    void add(CountedResult result, Usage used, String model, PriceTable prices) {
        Optional<BigDecimal> price = prices.cost(model, used);
        turns++;
        estimated += used.wasEstimated() ? 1 : 0;
        usage = usage.plus(used);
        priced |= price.isPresent();
        cost = cost.add(price.orElse(BigDecimal.ZERO));
        principal = result.requestedBy() == null ? principal : result.requestedBy().principal();
    }

    UsageTotal total(UsageSums.Key key, String currency) {
        return new UsageTotal(key.owner(), principal, key.day(), key.model(), key.part(), turns, usage.promptTokens(),
                usage.completionTokens(), usage.totalTokens(), estimated,
                priced ? cost.stripTrailingZeros().toPlainString() : null, priced ? currency : null);
    }
}
