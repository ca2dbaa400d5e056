package dev.rivulet.worker.execution;

import static dev.rivulet.testkit.wait.Waiting.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.worker.fairness.ShareKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private static final long LONG = LIMIT.toMillis();

    private static final long KB = 1 << 10;
    /** What each takes beside its prompt and answer. */
    private static final long OVERHEAD = 32 * KB;
    /** What a turn is expected to take before one has ended. */
    private static final long EXPECTED = OVERHEAD + 64 * KB;
    /** What each takes while it waits, beside its prompt. */
    private static final long WAITING = 5 * KB;
    /** Has many turns. */
    private static final ShareKey CALLER = new ShareKey("caller");

    private final Slots slots = new Slots(1, Long.MAX_VALUE, Long.MAX_VALUE);
    private final AtomicInteger stopped = new AtomicInteger();
    private int sessions;

    @Test
    void aFreePlaceIsGivenAtOnceEvenWhenThereIsNoTimeToWait() {
        assertThat(request(slots).await(0)).isTrue();
    }

    @Test
    void sessionsGetTheirPlacesInOrderOfArrival() {
        Slots.Ticket first = request(slots);
        Slots.Ticket second = request(slots);
        Slots.Ticket third = request(slots);
        assertThat(slots.waiting()).isEqualTo(2);

        first.release();

        assertThat(second.await(LONG)).isTrue();
        assertThat(third.await(0)).isFalse();
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void thereIsRoomForAsManyAsHaveASlotAndMemory() {
        assertThat(slots.room()).isEqualTo(1);
        Slots.Ticket only = request(slots);
        assertThat(slots.room()).isZero();
        only.release();
        assertThat(slots.room()).isEqualTo(1);

        Slots small = new Slots(100, 3 * EXPECTED, Long.MAX_VALUE);
        assertThat(small.room()).isEqualTo(3);
        request(small);
        assertThat(small.room()).isEqualTo(2);
        assertThat(new Slots(100, 1, Long.MAX_VALUE).room()).isEqualTo(1);
        small.close();
        assertThat(small.room()).isZero();
    }

    @Test
    void theWaitEndsAtItsDeadline() {
        request(slots);

        assertThat(request(slots).await(1)).isFalse();
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void theWaitEndsWhenItIsCalledOff() {
        Slots.Ticket first = request(slots);
        Slots.Ticket second = request(slots);
        Slots.Ticket third = request(slots);

        second.cancel();
        first.release();

        assertThat(second.await(LONG)).isFalse();
        assertThat(third.await(LONG)).isTrue();
    }

    @Test
    void afterTheCloseNobodyGetsAPlaceAndTheWaitOfAllIsOver() {
        Slots.Ticket first = request(slots);
        Slots.Ticket second = request(slots);

        slots.close();

        assertThat(first.await(0)).isTrue();
        assertThat(second.await(LONG)).isFalse();
        first.release();
        assertThat(request(slots).await(LONG)).isFalse();
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void aPlaceThatWasGivenIsNotTakenBack() {
        Slots.Ticket first = request(slots);

        first.cancel();

        assertThat(first.await(0)).isTrue();
        first.release();
        assertThat(request(slots).await(0)).isTrue();
    }

    @Test
    void whoseMemoryIsNotFreeWaitsThoughASlotIs() {
        Slots bounded = new Slots(10, 3 * EXPECTED, Long.MAX_VALUE);
        Slots.Ticket large = request(bounded, EXPECTED, stopped::incrementAndGet);
        Slots.Ticket next = request(bounded);
        Slots.Ticket small = request(bounded);
        assertThat(large.await(0)).isTrue();
        assertThat(next.await(LONG)).isTrue();
        assertThat(bounded.waiting()).isOne();

        large.release();

        assertThat(small.await(LONG)).isTrue();
        assertThat(stopped).hasValue(0);
    }

    @Test
    void whoIsLargerThanTheBudgetRunsAlone() {
        Slots bounded = new Slots(10, EXPECTED, Long.MAX_VALUE);
        Slots.Ticket huge = request(bounded, 10 * EXPECTED, stopped::incrementAndGet);
        Slots.Ticket next = request(bounded);

        huge.grow(10 * EXPECTED);

        assertThat(huge.await(0)).isTrue();
        assertThat(bounded.waiting()).isOne();
        assertThat(stopped).hasValue(0);
        huge.release();
        assertThat(next.await(LONG)).isTrue();
    }

    @Test
    void nobodyOvertakesWhoWaitsForMuchMemory() {
        Slots bounded = new Slots(10, 3 * EXPECTED, Long.MAX_VALUE);
        Slots.Ticket running = request(bounded);
        Slots.Ticket large = request(bounded, 2 * EXPECTED, stopped::incrementAndGet);
        Slots.Ticket small = request(bounded);

        assertThat(bounded.waiting()).isEqualTo(2);
        running.release();

        assertThat(large.await(LONG)).isTrue();
        assertThat(small.await(0)).isFalse();
    }

    @Test
    void theYoungestEndsWhenTheAnswersGrowBeyondTheBudget() {
        Slots bounded = new Slots(10, 4 * EXPECTED, Long.MAX_VALUE);
        List<String> ended = new ArrayList<>();
        Slots.Ticket oldest = request(bounded, 0, () -> ended.add("oldest"));
        Slots.Ticket middle = request(bounded, 0, () -> ended.add("middle"));
        Slots.Ticket youngest = request(bounded, 0, () -> ended.add("youngest"));

        oldest.grow(2 * EXPECTED - OVERHEAD);
        assertThat(ended).isEmpty();
        middle.grow(2 * EXPECTED - OVERHEAD);
        assertThat(ended).containsExactly("youngest");
        youngest.grow(EXPECTED);
        assertThat(ended).containsExactly("youngest");
        oldest.grow(3 * EXPECTED);
        assertThat(ended).containsExactly("youngest", "middle");
        oldest.grow(3 * EXPECTED);
        assertThat(ended).containsExactly("youngest", "middle");

        List.of(youngest, middle, oldest).forEach(Slots.Ticket::release);
        assertThat(bounded.heldBytes()).isZero();
    }

    @Test
    void answersAreExpectedToBeAsLongAsThoseThatEnded() {
        Slots bounded = new Slots(10, 100 * EXPECTED, Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            Slots.Ticket ticket = request(bounded);
            ticket.grow(KB * 1024);
            ticket.release();
        }
        request(bounded);
        assertThat(bounded.heldBytes()).isBetween(OVERHEAD + 1000 * KB, OVERHEAD + 1024 * KB);
    }

    @Test
    void whoGivesUpItsWaitLetsThoseBehindItGoOn() {
        Slots bounded = new Slots(10, 3 * EXPECTED, Long.MAX_VALUE);
        request(bounded);
        Slots.Ticket large = request(bounded, 5 * EXPECTED, stopped::incrementAndGet);
        Slots.Ticket small = request(bounded);

        large.cancel();

        assertThat(small.await(LONG)).isTrue();
    }

    @Test
    void aTurnThatCannotBeToldToEndDoesNoHarmToTheOneThatGrows() {
        Slots bounded = new Slots(10, 2 * EXPECTED, Long.MAX_VALUE);
        Slots.Ticket growing = request(bounded);
        request(bounded, 0, () -> {
            stopped.incrementAndGet();
            throw new IllegalStateException("cannot end");
        });

        growing.grow(4 * EXPECTED);

        assertThat(stopped).hasValue(1);
        assertThat(bounded.heldBytes()).isEqualTo(OVERHEAD + 4 * EXPECTED);
    }

    @Test
    void shortAnswersLetNoMoreTurnsRunThanTheBudgetHasRoomFor() {
        int turns = 4000;
        Slots bounded = new Slots(turns, 12 << 20, Long.MAX_VALUE);
        for (int i = 0; i < 1000; i++) {
            request(bounded).release();
        }

        IntStream.range(0, turns).forEach(i -> request(bounded));

        int running = turns - bounded.waiting();
        assertThat(running).isBetween(300, 400);
    }

    @Test
    void whoComesWhenThoseThatWaitHoldTooMuchIsRefusedAtOnce() {
        Slots bounded = new Slots(1, Long.MAX_VALUE, 3 * WAITING);
        Slots.Ticket running = request(bounded, 100 * WAITING, stopped::incrementAndGet);
        Slots.Ticket first = request(bounded, WAITING, stopped::incrementAndGet);
        Slots.Ticket second = request(bounded);
        assertThat(bounded.waitingBytes()).isEqualTo(3 * WAITING);

        Slots.Ticket refused = request(bounded);

        assertThat(refused.await(0)).isFalse();
        assertThat(refused.refused()).isTrue();
        assertThat(bounded.waiting()).isEqualTo(2);
        running.release();
        assertThat(first.await(LONG)).isTrue();
        Slots.Ticket next = request(bounded);
        first.release();
        assertThat(second.await(LONG)).isTrue();
        second.release();
        assertThat(next.await(LONG)).isTrue();
        assertThat(List.of(first, second, next)).noneMatch(Slots.Ticket::refused);
        assertThat(bounded.waitingBytes()).isZero();
    }

    @Test
    void whoIsLargerThanTheBudgetWaitsWhenNobodyElseDoes() {
        Slots bounded = new Slots(1, Long.MAX_VALUE, WAITING);
        Slots.Ticket running = request(bounded);
        Slots.Ticket huge = request(bounded, 100 * WAITING, stopped::incrementAndGet);

        running.release();

        assertThat(huge.await(LONG)).isTrue();
    }

    @Test
    void whoWaitsNoMoreHoldsNothing() {
        Slots bounded = new Slots(1, Long.MAX_VALUE, 100 * WAITING);
        request(bounded);
        Slots.Ticket late = request(bounded, WAITING, stopped::incrementAndGet);
        Slots.Ticket cancelled = request(bounded, WAITING, stopped::incrementAndGet);
        request(bounded, WAITING, stopped::incrementAndGet);

        late.await(0);
        cancelled.cancel();
        assertThat(bounded.waitingBytes()).isEqualTo(2 * WAITING);

        bounded.close();
        assertThat(bounded.waitingBytes()).isZero();
    }

    @Test
    void anothersFirstIsNextButOneHoweverManyOfOneCallerWait() {
        Slots.Ticket running = request(slots, CALLER);
        List<Slots.Ticket> many = IntStream.range(0, 10_000).mapToObj(i -> request(slots, CALLER)).toList();
        Slots.Ticket anothers = request(slots);
        assertThat(slots.waitingShares()).isEqualTo(2);
        assertThat(slots.waitingInOrder().subList(0, 3)).containsExactly(many.get(0), anothers, many.get(1));

        running.release();
        assertThat(many.get(0).await(LONG)).isTrue();
        many.get(0).release();

        assertThat(anothers.await(LONG)).isTrue();
        assertThat(many.get(1).await(0)).isFalse();
        anothers.release();
        assertThat(many.get(2).await(LONG)).isTrue();
    }

    @Test
    void aWaitThatIsCalledOffCostsItsCallerNoTurn() {
        Slots.Ticket running = request(slots);
        Slots.Ticket cancelled = request(slots, CALLER);
        Slots.Ticket second = request(slots, CALLER);
        Slots.Ticket anothers = request(slots);

        cancelled.cancel();
        running.release();

        assertThat(second.await(LONG)).isTrue();
        assertThat(anothers.await(0)).isFalse();
    }

    @Test
    void oneCallersTurnsThatWaitDoNotHaveAnothersFirstRefused() {
        Slots bounded = new Slots(1, Long.MAX_VALUE, 100 * WAITING);
        request(bounded);

        long refused = IntStream.range(0, 200).mapToObj(i -> request(bounded, CALLER))
                .filter(Slots.Ticket::refused).count();
        Slots.Ticket anothers = request(bounded);

        assertThat(refused).isEqualTo(120);
        assertThat(anothers.refused()).isFalse();
        assertThat(request(bounded, CALLER).refused()).isTrue();
        assertThat(bounded.waiting()).isEqualTo(81);
    }

    @Test
    void theYoungestOfTheCallerThatRunsMostEndsWhenMemoryIsShort() {
        Slots bounded = new Slots(10, 4 * EXPECTED, Long.MAX_VALUE);
        List<String> ended = new ArrayList<>();
        Slots.Ticket first = request(bounded, CALLER, 0, () -> ended.add("first"));
        request(bounded, CALLER, 0, () -> ended.add("second"));
        Slots.Ticket anothers = request(bounded, 0, () -> ended.add("another's"));

        first.grow(3 * EXPECTED);
        assertThat(ended).containsExactly("second");
        first.grow(EXPECTED);
        assertThat(ended).containsExactly("second", "another's");
        anothers.grow(EXPECTED);
        assertThat(ended).hasSize(2);
    }

    private Slots.Ticket request(Slots from) {
        return request(from, 0, stopped::incrementAndGet);
    }

    private Slots.Ticket request(Slots from, ShareKey share) {
        return request(from, share, 0, stopped::incrementAndGet);
    }

    /** Of a session of its own. */
    private Slots.Ticket request(Slots from, long bytes, Runnable tooMuch) {
        return request(from, new ShareKey("session-" + ++sessions), bytes, tooMuch);
    }

    private static Slots.Ticket request(Slots from, ShareKey share, long bytes, Runnable tooMuch) {
        Slots.Ticket ticket = from.ticket(share, bytes, tooMuch);
        ticket.request();
        return ticket;
    }
}
