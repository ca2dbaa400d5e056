package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimerTest {

    private static final long MS = 1_000_000;
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final List<String> log = new ArrayList<>();
    private volatile long early;
    private final SystemTimer timer = new SystemTimer(() -> early);

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void aTaskRunsWhenItIsDueAlsoBehindOneThatIsDueMuchLater() throws Exception {
        CompletableFuture<Long> ranAt = new CompletableFuture<>();
        long begun = System.nanoTime();

        timer.after(HOUR, () -> ranAt.complete(0L));
        timer.after(MS, () -> ranAt.complete(System.nanoTime()));

        assertThat(ranAt.get(10, TimeUnit.SECONDS) - begun).isGreaterThanOrEqualTo(MS);
    }

    @Test
    void oneWakeUpRunsInTheirOrderWhatIsDueSoonAfterIt() throws Exception {
        CompletableFuture<Void> ran = new CompletableFuture<>();
        timer.after(3 * HOUR, () -> ran.completeExceptionally(new AssertionError("too early")));
        timer.after(HOUR, () -> {
            log.add("last");
            ran.complete(null);
        });
        early = 2 * HOUR;

        timer.after(MS, () -> log.add("first"));

        ran.get(10, TimeUnit.SECONDS);
        assertThat(log).containsExactly("first", "last");
    }

    @Test
    void aThreadThatIsAwakeRunsWhatIsDue() {
        early = HOUR;
        timer.after(2 * HOUR, () -> log.add("later"));
        timer.after(HOUR, () -> log.add("due"));

        timer.runDue();

        assertThat(log).containsExactly("due");
    }

    @Test
    void aTaskThatFailsStopsNoOther() throws Exception {
        CompletableFuture<Void> ran = new CompletableFuture<>();
        timer.after(0, () -> {
            throw new IllegalStateException("broken");
        });
        timer.after(MS, () -> ran.complete(null));

        ran.get(10, TimeUnit.SECONDS);
    }

    @Test
    void nothingRunsOnceItIsClosed() {
        early = HOUR;
        timer.after(HOUR, () -> log.add("due"));

        timer.close();
        timer.runDue();

        assertThat(log).isEmpty();
    }
}
