package dev.rivulet.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.usage.UsageTotal;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetsTest {

    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final BudgetLimits TOKENS = new BudgetLimits(Optional.of(100L), Optional.of(150L), Optional.empty(),
            Optional.empty());
    private static final BudgetLimits COSTS = new BudgetLimits(Optional.empty(), Optional.empty(),
            Optional.of(new BigDecimal("1.00")), Optional.of(new BigDecimal("1.50")));

    private Instant now = Instant.parse("2026-01-30T23:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Spending spending = new Spending(clock, "USD");
    private final Budgets budgets = new Budgets(spending,
            PriceTable.of(Config.of(Map.of(), Map.of("rivulet.usage.prices", "m=0/100000"))
                    .section(UsageConfig.class, UsageConfig.PREFIX)),
            "m", clock, SETTLE);

    @Test
    void whatIsSpentAndWhatIsReservedIsNotThereASecondTime() {
        spent("a", "2026-01-30", "0@0", 30, "0");
        budgets.reserve(TOKENS, "a", tokens(40));
        budgets.reserve(TOKENS, "b", tokens(100));
        refused(TOKENS, "a", tokens(31));
        budgets.reserve(TOKENS, "a", tokens(30));
        refused(TOKENS, "a", tokens(1));
    }

    @Test
    void aTurnThatIsNotSubmittedGivesItsReservationBack() {
        Budgets.Reservation turn = budgets.reserve(TOKENS, "a", tokens(100));
        refused(TOKENS, "a", tokens(1));
        turn.drop();
        assertThat(budgets.owners()).isZero();
        budgets.reserve(TOKENS, "a", tokens(100));
    }

    @Test
    void whatATurnHasSpentCountsUntilItIsCertainlyInTheTopic() {
        Budgets.Reservation turn = budgets.reserve(TOKENS, "a", tokens(100));
        turn.settle(new Usage(0, 60, 60));
        refused(TOKENS, "a", tokens(41));
        spent("a", "2026-01-30", "0@0", 60, "0");
        refused(TOKENS, "a", tokens(1)); // counted twice for a moment, rather than not at all
        now = now.plus(SETTLE);
        refused(TOKENS, "a", tokens(41));
        budgets.reserve(TOKENS, "a", tokens(40)).settle(null);
        refused(TOKENS, "a", tokens(1));
        now = now.plus(SETTLE);
        budgets.reserve(TOKENS, "a", tokens(40)).drop();
        assertThat(budgets.owners()).isZero();
    }

    @Test
    void aDayEndsAtMidnightAndAMonthWithItsLastDay() {
        spent("a", "2026-01-30", "0@0", 90, "0");
        assertThat(refused(TOKENS, "a", tokens(11)).retryAfter()).contains(Duration.ofHours(1));
        now = Instant.parse("2026-01-31T00:00:00Z");
        budgets.reserve(TOKENS, "a", tokens(60)).drop();
        spent("a", "2026-01-31", "0@0", 60, "0");
        BudgetExceededException month = refused(TOKENS, "a", tokens(1));
        assertThat(month).hasMessageContaining("of this month");
        assertThat(month.retryAfter()).contains(Duration.ofDays(1));
        now = Instant.parse("2026-02-01T00:00:00Z");
        budgets.reserve(TOKENS, "a", tokens(100));
    }

    @Test
    void sumsOfEarlierDaysStayCountedWhenTheyAreKeptNoMore() {
        spent("a", "2026-01-27", "0@0", 40, "0");
        spent("a", "2026-01-27", "0@0", 60, "0");
        spent("a", "2026-01-30", "0@0", 10, "0");
        spending.caughtUp();
        spent("a", "2026-01-30", "0@0", 20, "0");
        refused(TOKENS, "a", tokens(71));
        now = Instant.parse("2026-01-31T00:00:00Z");
        spent("a", "2026-01-30", "0@0", 30, "0");
        refused(TOKENS, "a", tokens(61));
        budgets.reserve(TOKENS, "a", tokens(60));
    }

    @Test
    void theLastOfTheSumsWithOneKeyCountsAndTheirPartsAreAddedUp() {
        spent("a", "2026-01-30", "0@0", 30, "0");
        spent("a", "2026-01-30", "0@0", 50, "0");
        spent("a", "2026-01-30", "1@0", 20, "0");
        spent("a", "2025-12-31", "1@0", 1_000, "0");
        spent("a", "no day", "1@0", 1_000, "0");
        refused(TOKENS, "a", tokens(31));
        budgets.reserve(TOKENS, "a", tokens(30));
    }

    @Test
    void moneyIsCountedExactlyAndOnlyInTheCurrencyOfThePrices() {
        spent("a", "2026-01-30", "0@0", 1, "0.70");
        spent("a", "2026-01-30", "1@0", 1, "1e999999999");
        spending.apply("k", new UsageTotal("a", null, "2026-01-30", "m", "2@0", 1, 1, 0, 1, 0, "50", "EUR"));
        refused(COSTS, "a", tokens(4));
        budgets.reserve(COSTS, "a", new TurnSize("free", 1_000_000, 1_000_000));
        budgets.reserve(COSTS, "a", tokens(3));
        refused(COSTS, "a", tokens(1));
    }

    private BudgetExceededException refused(BudgetLimits limits, String owner, TurnSize size) {
        BudgetExceededException[] thrown = new BudgetExceededException[1];
        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> budgets.reserve(limits, owner, size)).satisfies(refusal -> thrown[0] = refusal)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.BUDGET_EXCEEDED));
        return thrown[0];
    }

    private void spent(String owner, String day, String part, long tokens, String cost) {
        UsageTotal total = new UsageTotal(owner, null, day, "m", part, 1, tokens, 0, tokens, 0, cost, "USD");
        spending.apply(total.key(), total);
    }

    private static TurnSize tokens(long tokens) {
        return new TurnSize(null, 0, tokens);
    }
}
