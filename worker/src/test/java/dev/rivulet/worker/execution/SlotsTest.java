package dev.rivulet.worker.execution;

import static dev.rivulet.testkit.wait.Waiting.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {

    private static final long LONG = LIMIT.toMillis();

    private final Slots slots = new Slots(1);

    @Test
    void aFreePlaceIsGivenAtOnceEvenWhenThereIsNoTimeToWait() {
        assertThat(slots.request().await(0)).isTrue();
    }

    @Test
    void whoWaitsGetsItsPlaceInOrderOfArrival() {
        Slots.Ticket first = slots.request();
        Slots.Ticket second = slots.request();
        Slots.Ticket third = slots.request();
        assertThat(slots.waiting()).isEqualTo(2);

        first.release();

        assertThat(second.await(LONG)).isTrue();
        assertThat(third.await(0)).isFalse();
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void theWaitEndsAtItsDeadline() {
        slots.request();

        assertThat(slots.request().await(1)).isFalse();
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void theWaitEndsWhenItIsCalledOff() {
        Slots.Ticket first = slots.request();
        Slots.Ticket second = slots.request();
        Slots.Ticket third = slots.request();

        second.cancel();
        first.release();

        assertThat(second.await(LONG)).isFalse();
        assertThat(third.await(LONG)).isTrue();
    }

    @Test
    void afterTheCloseNobodyGetsAPlaceAndTheWaitOfAllIsOver() {
        Slots.Ticket first = slots.request();
        Slots.Ticket second = slots.request();

        slots.close();

        assertThat(first.await(0)).isTrue();
        assertThat(second.await(LONG)).isFalse();
        first.release();
        assertThat(slots.request().await(LONG)).isFalse();
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void aPlaceThatWasGivenIsNotTakenBack() {
        Slots.Ticket first = slots.request();

        first.cancel();

        assertThat(first.await(0)).isTrue();
        first.release();
        assertThat(slots.request().await(0)).isTrue();
    }
}
