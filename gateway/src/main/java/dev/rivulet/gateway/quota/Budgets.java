package dev.rivulet.gateway.quota;

import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Usage;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * What principals may still spend: their budgets without what was spent at all gateways, and without what the turns of
 * this one may still spend (ADR 55). Thread-safe.
 */
final class Budgets {

    private final Spending spending;
    private final PriceTable prices;
    private final String defaultModel;
    private final Clock clock;
    private final Duration settleTime;
    private final RememberedTokens remembered; // guarded by this
    private final Map<String, Amount> reserved = new HashMap<>(); // by owner; guarded by this
    private final Queue<Settled> settled = new ArrayDeque<>(); // the oldest first; guarded by this

    /**
     * @param defaultModel of turns that name none
     * @param settleTime how long after the end of a turn its usage is certain to be in the topic
     * @param rememberedSessions of how many sessions it is known what their next turn sends beside its prompt
     */
    Budgets(Spending spending, PriceTable prices, String defaultModel, Clock clock, Duration settleTime,
            int rememberedSessions) {
        this.spending = spending;
        this.prices = prices;
        this.defaultModel = defaultModel;
        this.clock = clock;
        this.settleTime = settleTime;
        this.remembered = new RememberedTokens(rememberedSessions);
    }

    private record Settled(long dueAt, String owner, Amount amount) {}

    /**
     * Reserves what a turn of a session may spend.
     *
     * @throws BudgetExceededException if it is more than is left
     */
    synchronized Reservation reserve(BudgetLimits limits, SessionId session, TurnSize size) {
        String owner = session.owner();
        String model = size.model() == null ? defaultModel : size.model();
        long prompt = size.promptTokens() + (size.continuesSession() ? remembered.of(session) : 0);
        Amount amount = amount(model, new Usage(prompt, size.maxTokens(), prompt + size.maxTokens()));
        releaseSettled();
        Amount mine = reserved.getOrDefault(owner, Amount.NONE).plus(amount);
        for (BudgetPeriod period : BudgetPeriod.values()) {
            Amount all = spending.of(owner, period).plus(mine);
            boolean tooMany = limits.tokens(period).filter(most -> all.tokens() > most).isPresent();
            boolean tooMuch = limits.cost(period).filter(most -> all.cost().compareTo(most) > 0).isPresent();
            if (tooMany || tooMuch) {
                throw new BudgetExceededException(period, period.remaining(clock.instant()));
            }
        }
        reserved.put(owner, mine);
        return new Reservation(session, model, amount);
    }

    /** A model without a price costs nothing. */
    private Amount amount(String model, Usage usage) {
        return new Amount(Math.max(0, usage.totalTokens()), prices.cost(model, usage).orElse(BigDecimal.ZERO));
    }

    private void releaseSettled() {
        long now = clock.millis();
        while (!settled.isEmpty() && settled.peek().dueAt() <= now) {
            Settled due = settled.remove();
            release(due.owner(), due.amount());
        }
    }

    private void release(String owner, Amount amount) {
        reserved.computeIfPresent(owner, (same, all) -> {
            Amount left = all.minus(amount);
            return left.isNone() ? null : left;
        });
    }

    /** Returns for how many owners something is reserved. */
    synchronized int owners() {
        return reserved.size();
    }

    /** What one turn may spend. One of the methods is called, once. */
    final class Reservation {

        private final SessionId session;
        private final String owner;
        private final String model;
        private final Amount amount;

        private Reservation(SessionId session, String model, Amount amount) {
            this.session = session;
            this.owner = session.owner();
            this.model = model;
            this.amount = amount;
        }

        /** The turn spends nothing, or nobody knows. */
        void drop() {
            synchronized (Budgets.this) {
                release(owner, amount);
            }
        }

        /**
         * The turn has ended. What it has spent counts until it is certain to be in the topic.
         *
         * @param used null if that is not known: as much as it might
         */
        void settle(Usage used) {
            synchronized (Budgets.this) {
                Amount left = used == null ? amount : amount(model, used);
                if (used != null) {
                    remembered.turnEnded(session, used);
                }
                release(owner, amount);
                if (!left.isNone()) {
                    reserved.merge(owner, left, Amount::plus);
                    settled.add(new Settled(clock.millis() + settleTime.toMillis(), owner, left));
                }
            }
        }
    }
}
