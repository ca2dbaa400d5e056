package dev.rivulet.gateway.quota;

import dev.rivulet.schemas.usage.UsageTotal;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What owners have spent in the present month, as the topic {@code usage} says. Only the sums of two days are kept one
 * by one, as those of earlier days change no more: about 200 bytes for each owner, model and part. Thread-safe.
 */
public final class Spending {

    /** {@code 1e999999999} would be computed in full. */
    private static final Pattern COST = Pattern.compile("\\d{1,20}(\\.\\d{1,20})?");

    private final Clock clock;
    private final String currency;
    private final Map<String, Map<String, Amount>> sums = new HashMap<>(); // by day and key; guarded by this
    private final Map<String, Map<String, Amount>> days = new HashMap<>(); // by owner and day; guarded by this
    private LocalDate today; // when something was kept or asked last; guarded by this

    /** @param currency costs in another one do not count */
    public Spending(Clock clock, String currency) {
        this.clock = clock;
        this.currency = currency;
        this.today = now();
    }

    /** Takes a record of the topic: the last one with a key counts. */
    public synchronized void apply(String key, UsageTotal total) {
        passDays();
        if (!total.day().startsWith(YearMonth.from(today).toString())) {
            return;
        }
        Amount now = new Amount(Math.max(0, total.totalTokens()), cost(total));
        Amount before = sums.computeIfAbsent(total.day(), first -> new HashMap<>()).put(key, now);
        days.computeIfAbsent(total.owner(), first -> new HashMap<>()).merge(total.day(),
                before == null ? now : now.minus(before), Amount::plus);
    }

    private BigDecimal cost(UsageTotal total) {
        return total.cost() != null && currency.equals(total.currency()) && COST.matcher(total.cost()).matches()
                ? new BigDecimal(total.cost())
                : BigDecimal.ZERO;
    }

    /** The log was read to its end: of earlier days there is only one record with each key from now on. */
    public synchronized void caughtUp() {
        passDays();
        forgetSums();
    }

    /** Returns what an owner has spent in the present day or month. */
    synchronized Amount of(String owner, BudgetPeriod period) {
        passDays();
        Map<String, Amount> spent = days.getOrDefault(owner, Map.of());
        return period == BudgetPeriod.DAY
                ? spent.getOrDefault(today.toString(), Amount.NONE)
                : spent.values().stream().reduce(Amount.NONE, Amount::plus);
    }

    private void passDays() {
        LocalDate now = now();
        if (now.equals(today)) {
            return;
        }
        boolean sameMonth = YearMonth.from(now).equals(YearMonth.from(today));
        today = now;
        if (sameMonth) {
            forgetSums();
        } else {
            sums.clear();
            days.clear();
        }
    }

    private void forgetSums() {
        String yesterday = today.minusDays(1).toString();
        sums.keySet().removeIf(day -> day.compareTo(yesterday) < 0);
    }

    private LocalDate now() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
