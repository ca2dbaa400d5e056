package dev.rivulet.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private static final Caller ALICE = caller("alice", null);
    private static final Caller BOB = caller("bob", null);

    private static final TurnSize SIZE = new TurnSize(null, 1, 10);

    private final AtomicLong now = new AtomicLong();
    private final List<ProblemCode> exceeded = new ArrayList<>();

    @Test
    void aPrincipalHasItsRequestsOfAMinuteAtOnceAndThenOneByOne() {
        Quotas quotas = quotas(Map.of("default.requests-per-minute", "6"));
        for (int left = 5; left >= 0; left--) {
            assertThat(quotas.admit(ALICE)).contains(new Allowance(Quota.REQUESTS, 6, left, 10));
        }
        assertThat(refused(() -> quotas.admit(ALICE), ProblemCode.TOO_MANY_REQUESTS).retryAfter())
                .contains(Duration.ofSeconds(10));
        assertThat(quotas.admit(BOB)).isPresent();

        pass(Duration.ofMillis(9_500));
        QuotaExceededException early = refused(() -> quotas.admit(ALICE), ProblemCode.TOO_MANY_REQUESTS);
        assertThat(early.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(early.allowance()).isEqualTo(new Allowance(Quota.REQUESTS, 6, 0, 1));
        pass(Duration.ofMillis(500));
        assertThat(quotas.admit(ALICE).orElseThrow().remaining()).isZero();
        assertThat(exceeded).containsOnly(ProblemCode.TOO_MANY_REQUESTS).hasSize(2);
    }

    @Test
    void whatIsOpenIsGivenBackOnce() {
        Quotas quotas = quotas(Map.of("default.open-streams", "2"));
        Slot first = quotas.openStream(ALICE);
        quotas.openStream(ALICE);
        refused(() -> quotas.openStream(ALICE), ProblemCode.TOO_MANY_OPEN_STREAMS);
        quotas.openStream(BOB);

        first.close();
        first.close();
        quotas.openStream(ALICE);
        assertThat(refused(() -> quotas.openStream(ALICE), ProblemCode.TOO_MANY_OPEN_STREAMS).allowance())
                .isEqualTo(new Allowance(Quota.STREAMS, 2, 0, 0));
    }

    @Test
    void aLookUpCountsWhileItRuns() throws Exception {
        Quotas quotas = quotas(Map.of("default.lookups", "1"));
        Callable<String> inner = quotas.lookup(ALICE, () -> "inner");
        Callable<String> outer = quotas.lookup(ALICE, () -> {
            refused(inner::call, ProblemCode.TOO_MANY_LOOKUPS);
            assertThat(quotas.lookup(BOB, () -> "another's").call()).isEqualTo("another's");
            return "outer";
        });
        assertThat(outer.call()).isEqualTo("outer");
        assertThat(inner.call()).isEqualTo("inner");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(quotas.lookup(ALICE, () -> {
            throw new IllegalStateException();
        })::call);
        assertThat(inner.call()).isEqualTo("inner");
    }

    @Test
    void aTurnIsOpenUntilItsEndIsSeenAndCountsOnce() {
        Quotas quotas = quotas(Map.of("default.open-turns", "1"));
        AtomicInteger watched = new AtomicInteger();
        SessionTurn turn = turn();
        quotas.openTurn(ALICE, turn, SIZE, watching(watched));
        Slot again = quotas.openTurn(ALICE, turn, SIZE, watching(watched));
        assertThat(watched).hasValue(1);
        again.close();
        refused(() -> quotas.openTurn(ALICE, turn(), SIZE, watching(watched)), ProblemCode.TOO_MANY_TURNS);

        quotas.turnEnded(turn, () -> null);
        quotas.turnEnded(turn, () -> null);
        assertThat(watched).hasValue(0);
        Slot next = quotas.openTurn(ALICE, turn(), SIZE, watching(watched));
        refused(() -> quotas.openTurn(ALICE, turn(), SIZE, watching(watched)), ProblemCode.TOO_MANY_TURNS);
        assertThat(watched).hasValue(1);
        next.close();
        next.close();
        assertThat(watched).hasValue(0);
        quotas.openTurn(ALICE, turn(), SIZE, watching(watched));
    }

    @Test
    void aTurnReservesOfItsBudgetUntilItsEndSaysWhatItHasUsed() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-30T12:00:00Z"), ZoneOffset.UTC);
        Budgets budgets = new Budgets(new Spending(clock, "USD"), new PriceTable(List.of(), "USD"), "m", clock,
                Duration.ofSeconds(30), 1);
        Quotas quotas = TestQuotas.of(
                Map.of("rivulet.quota.default.tokens-per-day", "25", "rivulet.quota.default.open-turns", "3"), budgets,
                exceeded::add, now::get);
        SessionTurn turn = turn();
        AtomicInteger watched = new AtomicInteger();
        quotas.openTurn(ALICE, turn, SIZE, watching(watched));
        quotas.openTurn(ALICE, turn(), SIZE, watching(watched)).close();
        quotas.openTurn(ALICE, turn(), SIZE, watching(watched));
        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> quotas.openTurn(ALICE, turn(), SIZE, watching(watched)));
        assertThat(exceeded).containsExactly(ProblemCode.BUDGET_EXCEEDED);
        assertThat(watched).hasValue(2);

        quotas.turnEnded(turn, () -> new Usage(1, 2, 3));
        quotas.openTurn(ALICE, turn(), SIZE, watching(watched));
        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> quotas.openTurn(ALICE, turn(), SIZE, watching(watched)));
    }

    @Test
    void aTurnWhoseEndCannotBeWatchedIsNotOpen() {
        Quotas quotas = quotas(Map.of("default.open-turns", "1"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> quotas.openTurn(ALICE, turn(), SIZE, () -> {
                    throw new IllegalStateException("cannot be watched");
                }));
        quotas.openTurn(ALICE, turn(), SIZE, watching(new AtomicInteger()));
    }

    @Test
    void aTurnWhoseEndIsNotSeenCountsUntilItIsTooOld() {
        Quotas quotas = quotas(Map.of("default.open-turns", "1", "max-turn-age", "10m"));
        AtomicInteger watched = new AtomicInteger();
        quotas.openTurn(ALICE, turn(), SIZE, watching(watched));
        pass(Duration.ofMinutes(9));
        refused(() -> quotas.openTurn(ALICE, turn(), SIZE, watching(watched)), ProblemCode.TOO_MANY_TURNS);
        pass(Duration.ofMinutes(1));
        quotas.openTurn(ALICE, turn(), SIZE, watching(watched));
        assertThat(watched).hasValue(1);
    }

    @Test
    void aClassHasItsOwnQuotasAndThoseOfTheDefaultClassWhereItHasNone() {
        Quotas quotas = quotas(Map.of("default.open-streams", "1", "default.lookups", "7",
                "class.gold.open-streams", "2", "class.free-1.open-streams", "unlimited"));
        Caller gold = caller("alice", "gold");
        Caller free = caller("alice", "free-1");
        Caller unknown = caller("alice", "silver");
        quotas.openStream(gold);
        quotas.openStream(gold);
        refused(() -> quotas.openStream(gold), ProblemCode.TOO_MANY_OPEN_STREAMS);
        for (int i = 0; i < 100; i++) {
            assertThat(quotas.openStream(free)).isSameAs(Slot.NONE);
        }
        quotas.openStream(ALICE);
        refused(() -> quotas.openStream(ALICE), ProblemCode.TOO_MANY_OPEN_STREAMS);
        refused(() -> quotas.openStream(caller("alice", "default")), ProblemCode.TOO_MANY_OPEN_STREAMS);
        // Whoever could choose a class that is not there would have as many quotas as there are names.
        refused(() -> quotas.openStream(unknown), ProblemCode.TOO_MANY_OPEN_STREAMS);
    }

    @Test
    void withoutLimitsNothingIsCounted() {
        Quotas quotas = quotas(Map.of());
        assertThat(quotas.isLimited()).isFalse();
        assertThat(quotas.admit(ALICE)).isEmpty();
        assertThat(quotas.openStream(ALICE)).isSameAs(Slot.NONE);
        assertThat(quotas.openTurn(ALICE, turn(), SIZE, () -> {
            throw new IllegalStateException("must not be watched");
        })).isSameAs(Slot.NONE);
        assertThat(quotas.principals()).isZero();
    }

    @Test
    void principalsThatUseNothingAreForgottenAndOthersAreNot() {
        Quotas quotas = quotas(Map.of("default.open-streams", "1", "default.requests-per-minute", "60"));
        quotas.openStream(ALICE);
        for (int i = 0; i < 60; i++) {
            quotas.admit(BOB);
        }
        for (int i = 0; i < 100; i++) {
            quotas.admit(caller("p" + i, null));
        }
        assertThat(quotas.principals()).isEqualTo(102);

        pass(Duration.ofSeconds(61));
        quotas.admit(caller("another", null));
        assertThat(quotas.principals()).isEqualTo(2);
        refused(() -> quotas.openStream(ALICE), ProblemCode.TOO_MANY_OPEN_STREAMS);
    }

    @Test
    void principalsBeyondTheMostThatAreCountedShareOneCount() {
        Quotas quotas = quotas(Map.of("default.open-streams", "1", "max-principals", "2"));
        Slot first = quotas.openStream(ALICE);
        quotas.openStream(BOB);
        quotas.openStream(caller("c", null));
        refused(() -> quotas.openStream(caller("d", null)), ProblemCode.TOO_MANY_OPEN_STREAMS);
        assertThat(quotas.principals()).isEqualTo(2);

        first.close();
        pass(Duration.ofSeconds(61));
        quotas.openStream(caller("d", null));
        assertThat(quotas.principals()).isEqualTo(2);
    }

    @Test
    void theHeadersHaveTheFormOfTheDraft() {
        Allowance requests = new Allowance(Quota.REQUESTS, 600, 599, 1);
        assertThat(requests.policy()).isEqualTo("\"requests\";q=600;w=60");
        assertThat(requests.item()).isEqualTo("\"requests\";r=599;t=1");
        Allowance streams = new Allowance(Quota.STREAMS, 5, 0, 0);
        assertThat(streams.policy()).isEqualTo("\"streams\";q=5;qu=\"concurrent-requests\"");
        assertThat(streams.item()).isEqualTo("\"streams\";r=0");
    }

    private Quotas quotas(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((key, value) -> all.put("rivulet.quota." + key, value));
        return TestQuotas.of(all, exceeded::add, now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Supplier<Runnable> watching(AtomicInteger watched) {
        return () -> {
            watched.incrementAndGet();
            return watched::decrementAndGet;
        };
    }

    private static QuotaExceededException refused(ThrowingCallable taking, ProblemCode code) {
        List<QuotaExceededException> thrown = new ArrayList<>();
        assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(taking).satisfies(thrown::add)
                .extracting(ProblemException::code).isEqualTo(code);
        return thrown.getFirst();
    }

    private static SessionTurn turn() {
        return Principal.ANONYMOUS.session("s").turn(new TurnIds().next());
    }

    private static Caller caller(String principal, String quotaClass) {
        ApiKey key = ApiKey.generate("id", principal, ApiKey.scopes("ask"), Optional.ofNullable(quotaClass)).line();
        return new Caller(key.principal(), Set.of(Scope.ASK), Optional.of(key));
    }
}
