package dev.rivulet.bench.capacity.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final EventQueue events = new EventQueue();
    private final List<Long> happened = new ArrayList<>();

    @Test
    void everythingHappensOnceAndInTheOrderOfTime() {
        SplittableRandom random = new SplittableRandom(7);
        List<Long> times = new ArrayList<>(random.longs(5_000, 0, 1_000).boxed().toList());

        times.forEach(this::add);
        events.runUntil(1_000);

        times.sort(null);
        assertThat(happened).isEqualTo(times);
        assertThat(events.handled()).isEqualTo(5_000);
    }

    @Test
    void whatHappensCanAddWhatHappensLater() {
        events.at(10, () -> events.after(5, () -> happened.add(events.now())));

        events.runUntil(14);
        assertThat(happened).isEmpty();
        events.runUntil(15);
        assertThat(happened).containsExactly(15L);
    }

    @Test
    void whatIsLaterThanTheEndDoesNotHappenYet() {
        add(20);

        events.runUntil(19);
        assertThat(happened).isEmpty();
        events.runUntil(20);
        assertThat(happened).containsExactly(20L);
    }

    private void add(long time) {
        events.at(time, () -> happened.add(events.now()));
    }
}
