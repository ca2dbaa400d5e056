package dev.rivulet.gateway.quota;

import dev.rivulet.gateway.config.QuotaConfig;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.runtime.config.Config;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Makes quotas of settings. */
public final class TestQuotas {

    private TestQuotas() {}

    public static Quotas of(Map<String, String> settings) {
        return of(settings, code -> {}, System::nanoTime);
    }

    static Quotas of(Map<String, String> settings, Consumer<ProblemCode> exceeded, LongSupplier clock) {
        return of(settings, null, exceeded, clock);
    }

    static Quotas of(Map<String, String> settings, Budgets budgets, Consumer<ProblemCode> exceeded,
            LongSupplier clock) {
        return Quotas.of(Config.of(Map.of(), settings).section(QuotaConfig.class, QuotaConfig.PREFIX), budgets,
                exceeded,
                clock);
    }
}
