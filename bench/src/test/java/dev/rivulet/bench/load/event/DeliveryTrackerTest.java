package dev.rivulet.bench.load.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DeliveryTrackerTest {

    @Test
    void allInTurn() {
        assertCounts(tracker(3, 0, 1, 2), 0, 0, 0);
    }

    @Test
    void whatNeverCameIsLost() {
        assertCounts(tracker(5, 0, 3), 3, 0, 0);
    }

    @Test
    void whatCameTwiceIsDuplicated() {
        assertCounts(tracker(3, 0, 1, 1, 2, 0), 0, 2, 0);
    }

    @Test
    void whatCameLateIsOutOfOrderAndNotLost() {
        assertCounts(tracker(4, 0, 2, 1, 3), 0, 0, 1);
    }

    @Test
    void whatIsBeyondTheEndIsOneTooMany() {
        assertCounts(tracker(2, 0, 1, 2), 0, 1, 0);
    }

    @Test
    void inAStreamThatHasNotEndedOnlyWhatWasLeftOutIsLost() {
        assertThat(tracker(10, 0, 1, 4).lost(false)).isEqualTo(2);
    }

    @Test
    void onlyTheFirstToComeIsFirst() {
        DeliveryTracker tracker = new DeliveryTracker(3);
        assertThat(tracker.arrived(1)).isTrue();
        assertThat(tracker.arrived(0)).isFalse();
        assertThat(tracker.arrived(1)).isFalse();
    }

    private static DeliveryTracker tracker(int expected, int... arrivals) {
        DeliveryTracker tracker = new DeliveryTracker(expected);
        Arrays.stream(arrivals).forEach(tracker::arrived);
        return tracker;
    }

    private static void assertCounts(DeliveryTracker tracker, int lost, int duplicated, int outOfOrder) {
        assertThat(tracker.lost(true)).as("lost").isEqualTo(lost);
        assertThat(tracker.duplicated()).as("duplicated").isEqualTo(duplicated);
        assertThat(tracker.outOfOrder()).as("out of order").isEqualTo(outOfOrder);
    }
}
