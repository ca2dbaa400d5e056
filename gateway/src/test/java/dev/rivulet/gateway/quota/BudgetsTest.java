package dev.rivulet.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.schemas.SessionId;
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

    private static final String OWNER = "a".repeat(22);
    private static final SessionId A = new SessionId(OWNER + "~s");
    private static final SessionId B = new SessionId("b".repeat(22) + "~s");
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
            "m", clock, SETTLE, 2);

    @Test
    void whatIsSpentAndWhatIsReservedIsNotThereASecondTime() {
        spent(OWNER, "2026-01-30", "0@0", 30, "0");
        budgets.reserve(TOKENS, A, tokens(40));
        budgets.reserve(TOKENS, B, tokens(100));
        refused(TOKENS, A, tokens(31));
        budgets.reserve(TOKENS, A, tokens(30));
        refused(TOKENS, A, tokens(1));
    }

    @Test
    void aTurnThatIsNotSubmittedGivesItsReservationBack() {
        Budgets.Reservation turn = budgets.reserve(TOKENS, A, tokens(100));
        refused(TOKENS, A, tokens(1));
        turn.drop();
        assertThat(budgets.owners()).isZero();
        budgets.reserve(TOKENS, A, tokens(100));
    }

    @Test
    void whatATurnHasSpentCountsUntilItIsCertainlyInTheTopic() {
        Budgets.Reservation turn = budgets.reserve(TOKENS, A, tokens(100));
        turn.settle(new Usage(0, 60, 60));
        refused(TOKENS, A, tokens(41));
        spent(OWNER, "2026-01-30", "0@0", 60, "0");
        refused(TOKENS, A, tokens(1)); // counted twice for a moment, rather than not at all
        now = now.plus(SETTLE);
        refused(TOKENS, A, tokens(41));
        budgets.reserve(TOKENS, A, tokens(40)).settle(null);
        refused(TOKENS, A, tokens(1));
        now = now.plus(SETTLE);
        budgets.reserve(TOKENS, A, tokens(40)).drop();
        assertThat(budgets.owners()).isZero();
    }

    @Test
    void aDayEndsAtMidnightAndAMonthWithItsLastDay() {
        spent(OWNER, "2026-01-30", "0@0", 90, "0");
        assertThat(refused(TOKENS, A, tokens(11)).retryAfter()).contains(Duration.ofHours(1));
        now = Instant.parse("2026-01-31T00:00:00Z");
        budgets.reserve(TOKENS, A, tokens(60)).drop();
        spent(OWNER, "2026-01-31", "0@0", 60, "0");
        BudgetExceededException month = refused(TOKENS, A, tokens(1));
        assertThat(month).hasMessageContaining("of this month");
        assertThat(month.retryAfter()).contains(Duration.ofDays(1));
        now = Instant.parse("2026-02-01T00:00:00Z");
        budgets.reserve(TOKENS, A, tokens(100));
    }

    @Test
    void sumsOfEarlierDaysStayCountedWhenTheyAreKeptNoMore() {
        spent(OWNER, "2026-01-27", "0@0", 40, "0");
        spent(OWNER, "2026-01-27", "0@0", 60, "0");
        spent(OWNER, "2026-01-30", "0@0", 10, "0");
        spending.caughtUp();
        spent(OWNER, "2026-01-30", "0@0", 20, "0");
        refused(TOKENS, A, tokens(71));
        now = Instant.parse("2026-01-31T00:00:00Z");
        spent(OWNER, "2026-01-30", "0@0", 30, "0");
        refused(TOKENS, A, tokens(61));
        budgets.reserve(TOKENS, A, tokens(60));
    }

    @Test
    void theLastOfTheSumsWithOneKeyCountsAndTheirPartsAreAddedUp() {
        spent(OWNER, "2026-01-30", "0@0", 30, "0");
        spent(OWNER, "2026-01-30", "0@0", 50, "0");
        spent(OWNER, "2026-01-30", "1@0", 20, "0");
        spent(OWNER, "2025-12-31", "1@0", 1_000, "0");
        spent(OWNER, "no day", "1@0", 1_000, "0");
        refused(TOKENS, A, tokens(31));
        budgets.reserve(TOKENS, A, tokens(30));
    }

    @Test
    void moneyIsCountedExactlyAndOnlyInTheCurrencyOfThePrices() {
        spent(OWNER, "2026-01-30", "0@0", 1, "0.70");
        spent(OWNER, "2026-01-30", "1@0", 1, "1e999999999");
        spending.apply("k", new UsageTotal(OWNER, null, "2026-01-30", "m", "2@0", 1, 1, 0, 1, 0, "50", "EUR"));
        refused(COSTS, A, tokens(4));
        budgets.reserve(COSTS, A, new TurnSize("free", 1_000_000, 1_000_000));
        budgets.reserve(COSTS, A, tokens(3));
        refused(COSTS, A, tokens(1));
    }

    @Test
    void aTurnThatContinuesItsSessionReservesWhatTheSessionRemembers() {
        TurnSize next = new TurnSize(null, 0, 10, true);
        SessionId another = new SessionId(OWNER + "~another");
        budgets.reserve(TOKENS, A, next).settle(new Usage(30, 10, 40));
        now = now.plus(SETTLE);
        budgets.reserve(TOKENS, another, tokens(51)).drop();
        budgets.reserve(TOKENS, another, tokens(50));
        budgets.reserve(TOKENS, A, next);
        refused(TOKENS, another, tokens(1));
    }

    @Test
    void whatIsKnownOfSessionsIsBoundedAndMessagesReplaceIt() {
        TurnSize next = new TurnSize(null, 0, 10, true);
        for (String session : new String[]{"~1", "~2", "~3"}) {
            budgets.reserve(TOKENS, new SessionId(OWNER + session), tokens(1)).settle(new Usage(80, 20, 100));
            now = now.plus(SETTLE);
        }
        budgets.reserve(TOKENS, new SessionId(OWNER + "~1"), next).drop();
        refused(TOKENS, new SessionId(OWNER + "~2"), next);
        refused(TOKENS, new SessionId(OWNER + "~3"), next);
        budgets.reserve(TOKENS, new SessionId(OWNER + "~3"), tokens(10)).drop();
    }

    private BudgetExceededException refused(BudgetLimits limits, SessionId session, TurnSize size) {
        BudgetExceededException[] thrown = new BudgetExceededException[1];
        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> budgets.reserve(limits, session, size)).satisfies(refusal -> thrown[0] = refusal)
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
