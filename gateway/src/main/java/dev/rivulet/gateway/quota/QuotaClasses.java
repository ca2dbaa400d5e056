package dev.rivulet.gateway.quota;

import dev.rivulet.gateway.config.QuotaConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The classes of quotas by their names. Thread-safe. */
final class QuotaClasses {

    static final QuotaClasses NONE = new QuotaClasses(QuotaLimits.UNLIMITED, Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(QuotaClasses.class);
    /** Of unknown ones: the names come from keys and tokens. */
    private static final int MOST_NAMES = 100;
    private static final Pattern LOGGABLE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final QuotaLimits defaults;
    private final Map<String, QuotaLimits> byName;
    private final boolean limited;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    private QuotaClasses(QuotaLimits defaults, Map<String, QuotaLimits> byName) {
        this.defaults = defaults;
        this.byName = byName;
        this.limited = byName.values().stream().anyMatch(QuotaLimits::limitsAny);
    }

    static QuotaClasses of(QuotaConfig config) {
        QuotaLimits defaults = QuotaLimits.of(config.defaults());
        Map<String, QuotaLimits> byName = new HashMap<>();
        config.classes().forEach((name, section) -> byName.put(name, defaults.with(name, section)));
        byName.put(defaults.name(), defaults);
        return new QuotaClasses(defaults, Map.copyOf(byName));
    }

    QuotaLimits defaults() {
        return defaults;
    }

    /** Returns the quotas of a class; those of the default class if there is no other of that name. */
    QuotaLimits of(Optional<String> name) {
        return name.map(named -> {
            QuotaLimits known = byName.get(named);
            if (known == null) {
                warnOnce(named);
            }
            return known;
        }).orElse(defaults);
    }

    /** Returns whether any class has a budget. */
    boolean anyBudget(Predicate<BudgetLimits> such) {
        return byName.values().stream().map(QuotaLimits::budget).anyMatch(such);
    }

    /** Returns whether any class has a limit. */
    boolean limitAnything() {
        return limited;
    }

    private void warnOnce(String name) {
        if (limited && unknown.size() < MOST_NAMES && LOGGABLE.matcher(name).matches() && unknown.add(name)) {
            LOG.atWarn().addKeyValue("class", name)
                    .log("a key or a token names a class of quotas that is not configured; the default class applies");
        }
    }
}
