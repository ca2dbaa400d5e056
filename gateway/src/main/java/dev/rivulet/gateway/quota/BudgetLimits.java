package dev.rivulet.gateway.quota;

import dev.rivulet.gateway.config.QuotaConfig.ClassConfig;
import java.math.BigDecimal;
import java.util.Optional;

/** What a principal of a class may spend at all gateways together. Empty is no limit. */
record BudgetLimits(Optional<Long> tokensPerDay, Optional<Long> tokensPerMonth, Optional<BigDecimal> costPerDay,
        Optional<BigDecimal> costPerMonth) {

    static final BudgetLimits NONE = new BudgetLimits(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    /** Returns the limits of a class. What is not set is as here. */
    BudgetLimits with(ClassConfig config) {
        return new BudgetLimits(config.tokensPerDay().or(() -> tokensPerDay),
                config.tokensPerMonth().or(() -> tokensPerMonth), config.costPerDay().or(() -> costPerDay),
                config.costPerMonth().or(() -> costPerMonth));
    }

    Optional<Long> tokens(BudgetPeriod period) {
        return period == BudgetPeriod.DAY ? tokensPerDay : tokensPerMonth;
    }

    Optional<BigDecimal> cost(BudgetPeriod period) {
        return period == BudgetPeriod.DAY ? costPerDay : costPerMonth;
    }

    boolean limitCost() {
        return costPerDay.isPresent() || costPerMonth.isPresent();
    }

    boolean limitAny() {
        return tokensPerDay.isPresent() || tokensPerMonth.isPresent() || limitCost();
    }
}
