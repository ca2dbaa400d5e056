package dev.rivulet.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTicksTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final LoopTicks ticks = new LoopTicks();
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<String> log = new ArrayList<>();

    @Test
    void whatIsReadInOneTickIsWrittenOnceWhenItEnds() {
        ticks.onEnd(() -> log.add("written while reading: " + ticks.isReading()), () -> 0);
        assertThat(ticks.isReading()).isFalse();

        ticks.reading(tasks::add);
        ticks.reading(tasks::add);
        assertThat(ticks.isReading()).isTrue();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();

        assertThat(log).containsExactly("written while reading: true");
        assertThat(ticks.isReading()).isFalse();
    }

    @Test
    void anotherThreadIsInNoTick() throws Exception {
        ticks.reading(tasks::add);

        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            assertThat(other.submit(ticks::isReading).get()).isFalse();
        }
    }

    @Test
    void theNextTickBeginsWhenTheIntervalHasPassed() {
        long interval = Duration.ofMillis(5).toNanos();
        ticks.onEnd(() -> {}, () -> interval);
        long begun = System.nanoTime();

        ticks.reading(tasks::add);
        tasks.remove().run();

        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(interval);
        assertThat(tasks).isEmpty();
    }

    @Test
    void aTaskForTheLoopDoesNotWaitAndTheRestGoesOnBehindIt() {
        ticks.onEnd(() -> {}, () -> HOUR);
        ticks.reading(tasks::add);
        tasks.add(() -> log.add("task"));
        ticks.wake();

        tasks.remove().run();
        tasks.remove().run();

        assertThat(log).containsExactly("task");
        assertThat(tasks).hasSize(1);
    }

    @Test
    void aLoopThatRestsIsWokenForATask() throws Exception {
        CompletableFuture<Void> resting = new CompletableFuture<>();
        ticks.onEnd(() -> resting.complete(null), () -> HOUR);
        Thread loop = Thread.ofPlatform().start(() -> {
            ticks.reading(tasks::add);
            tasks.remove().run();
        });
        resting.get();

        ticks.wake();

        assertThat(loop.join(Duration.ofSeconds(10))).isTrue();
        assertThat(tasks.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aTickEndsAlsoWhenItsWritingFails() {
        ticks.onEnd(() -> {
            throw new IllegalStateException("closed");
        }, () -> 0);
        ticks.reading(tasks::add);

        assertThatThrownBy(tasks.remove()::run).hasMessage("closed");

        assertThat(ticks.isReading()).isFalse();
    }
}
