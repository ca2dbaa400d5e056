package dev.rivulet.gateway.quota;

import dev.rivulet.gateway.config.QuotaConfig;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Usage;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How much each principal may use of this gateway: requests a minute, and turns, streams and look-ups at a time (ADR
 * 55). Each class of a principal has counts of its own. Principals that use nothing are forgotten. Thread-safe.
 *
 * <p>What takes from a quota throws {@link QuotaExceededException} if there is nothing left.
 */
public final class Quotas {

    /** Nothing is limited or counted. */
    public static final Quotas NONE = new Quotas(QuotaClasses.NONE, 0,
            new OpenTurns(Duration.ZERO, System::nanoTime), null, code -> {}, System::nanoTime);

    private static final long SWEEP_NANOS = PrincipalQuota.WINDOW.toNanos();
    private static final long CROWDED_SWEEP_NANOS = SWEEP_NANOS / 60;

    private final QuotaClasses classes;
    private final boolean limited;
    private final int maxPrincipals;
    private final OpenTurns turns;
    private final Budgets budgets; // null if there are none
    private final Consumer<ProblemCode> exceeded;
    private final LongSupplier clock;
    private final Map<Key, PrincipalQuota> principals = new ConcurrentHashMap<>();
    private final PrincipalQuota crowd; // of all that come when there are too many
    private final AtomicLong sweptAt;

    private record Key(Principal principal, String quotaClass) {}

    private Quotas(QuotaClasses classes, int maxPrincipals, OpenTurns turns, Budgets budgets,
            Consumer<ProblemCode> exceeded, LongSupplier clock) {
        this.classes = classes;
        this.limited = classes.limitAnything();
        this.maxPrincipals = maxPrincipals;
        this.turns = turns;
        this.budgets = budgets;
        this.exceeded = exceeded;
        this.clock = clock;
        this.crowd = new PrincipalQuota(classes.defaults(), clock);
        this.sweptAt = new AtomicLong(clock.getAsLong());
    }

    /** @param exceeded told of each time that a quota is exceeded */
    public static Quotas of(QuotaConfig config, Consumer<ProblemCode> exceeded) {
        return of(config, null, exceeded, System::nanoTime);
    }

    /**
     * Makes quotas with budgets.
     *
     * @param spending what was spent at all gateways
     * @param defaultModel of turns that name none
     */
    public static Quotas of(QuotaConfig config, Spending spending, PriceTable prices, String defaultModel,
            Consumer<ProblemCode> exceeded) {
        return of(config, new Budgets(spending, prices, defaultModel, Clock.systemUTC(), config.settleTime(),
                config.rememberedSessions()), exceeded, System::nanoTime);
    }

    static Quotas of(QuotaConfig config, Budgets budgets, Consumer<ProblemCode> exceeded, LongSupplier clock) {
        return new Quotas(QuotaClasses.of(config), config.maxPrincipals(), new OpenTurns(config.maxTurnAge(), clock),
                budgets, exceeded, clock);
    }

    /** Returns whether any class has a budget: of money, or of tokens. */
    public static boolean hasBudget(QuotaConfig config, boolean ofMoney) {
        return QuotaClasses.of(config).anyBudget(ofMoney ? BudgetLimits::limitCost : BudgetLimits::limitAny);
    }

    /** Returns whether any class has a limit. */
    public boolean isLimited() {
        return limited;
    }

    /** Takes one request. Returns how many are left; empty if they are not limited. */
    public Optional<Allowance> admit(Caller caller) {
        QuotaLimits limits = classes.of(caller.quotaClass());
        return limits.limits(Quota.REQUESTS)
                ? Optional.of(counted(() -> principal(caller, limits).request()))
                : Optional.empty();
    }

    /** Takes a stream, until the result is closed. */
    public Slot openStream(Caller caller) {
        return open(caller, Quota.STREAMS);
    }

    /** Returns the same call, which takes a look-up for as long as it runs. */
    public <T> Callable<T> lookup(Caller caller, Callable<T> call) {
        return () -> {
            Slot slot = open(caller, Quota.LOOKUPS);
            try {
                return call.call();
            } finally {
                slot.close();
            }
        };
    }

    /**
     * Takes a turn that is to be submitted. It is given back when its end is seen here ({@link #turnEnded}), when the
     * result is closed because it was not submitted after all, and in any case when it is too old.
     *
     * @param size what it may use
     * @param watch called if turns are limited and this one is not counted yet: has its end be seen here. Returns what
     *     ends that, which is called once, on any thread, and must not block
     */
    public Slot openTurn(Caller caller, SessionTurn turn, TurnSize size, Supplier<Runnable> watch) {
        QuotaLimits limits = classes.of(caller.quotaClass());
        boolean hasBudget = budgets != null && limits.budget().limitAny();
        if (!limits.limits(Quota.TURNS) && !hasBudget) {
            return Slot.NONE;
        }
        return turns.open(turn, () -> {
            Slot slot = open(caller, Quota.TURNS);
            return new OpenTurns.Taken(slot, hasBudget ? reserve(limits, turn, size, slot) : null);
        }, watch);
    }

    private Budgets.Reservation reserve(QuotaLimits limits, SessionTurn turn, TurnSize size, Slot slot) {
        try {
            return counted(() -> budgets.reserve(limits.budget(), turn.session(), size));
        } catch (BudgetExceededException nothingLeft) {
            slot.close();
            throw nothingLeft;
        }
    }

    /**
     * Gives back a turn that has ended. Has no effect for one that is not counted. Does not block.
     *
     * @param used returns what the turn has used; null if that is not known
     */
    public void turnEnded(SessionTurn turn, Supplier<Usage> used) {
        turns.ended(turn, used);
    }

    private Slot open(Caller caller, Quota quota) {
        QuotaLimits limits = classes.of(caller.quotaClass());
        if (!limits.limits(quota)) {
            return Slot.NONE;
        }
        PrincipalQuota principal = principal(caller, limits);
        counted(() -> {
            principal.take(quota);
            return null;
        });
        return Slot.of(() -> principal.giveBack(quota));
    }

    private <T> T counted(Supplier<T> taking) {
        try {
            return taking.get();
        } catch (ProblemException nothingLeft) {
            exceeded.accept(nothingLeft.code());
            throw nothingLeft;
        }
    }

    /** Whoever gets it uses it within the minute for which it is kept at least. */
    private PrincipalQuota principal(Caller caller, QuotaLimits limits) {
        long now = clock.getAsLong();
        Key key = new Key(caller.principal(), limits.name());
        sweep(now, SWEEP_NANOS);
        PrincipalQuota known = principals.computeIfPresent(key, (same, quota) -> quota.usedAt(now));
        if (known != null) {
            return known;
        }
        if (principals.size() >= maxPrincipals) {
            sweep(now, CROWDED_SWEEP_NANOS);
            if (principals.size() >= maxPrincipals) {
                return crowd;
            }
        }
        return principals.compute(key, (same, quota) -> (quota == null ? new PrincipalQuota(limits, clock) : quota)
                .usedAt(now));
    }

    /** Forgets principals that use nothing, unless that was done within the interval, in nanoseconds. */
    private void sweep(long now, long interval) {
        long last = sweptAt.get();
        if (now - last >= interval && sweptAt.compareAndSet(last, now)) {
            principals.keySet().forEach(
                    key -> principals.computeIfPresent(key, (same, quota) -> quota.isAtRest(now) ? null : quota));
        }
    }

    /** Returns how many principals are counted. */
    int principals() {
        return principals.size();
    }
}
