package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveLingerTest {

    private static final long MS = 1_000_000;
    private static final long LEAST = 20 * MS;

    private long now = 5;
    private double cpuLoad;
    private int eventsInABatch = 1000;
    private final AdaptiveLinger linger = new AdaptiveLinger(Duration.ofMillis(4), Duration.ofMillis(10),
            Duration.ofMillis(100), now, () -> cpuLoad);

    @ParameterizedTest
    @CsvSource({"0, 4", "1, 4", "6, 6", "9, 9", "200, 10"})
    void aBatchFollowsWhenTheOneBeforeItIsUsuallyAcknowledged(long acknowledgedMs, long intervalMs) {
        for (int i = 0; i < 50; i++) {
            linger.acknowledged(acknowledgedMs * MS);
        }

        assertThat(linger.batchIntervalNanos()).isCloseTo(intervalMs * MS, within(MS / 10));
    }

    @Test
    void oneSlowAcknowledgementDelaysNothingForLong() {
        linger.acknowledged(Duration.ofSeconds(1).toNanos());
        for (int i = 0; i < 30; i++) {
            linger.acknowledged(MS);
        }

        assertThat(linger.batchIntervalNanos()).isEqualTo(4 * MS);
    }

    @ParameterizedTest
    @CsvSource({"-1, 20, 4", "0, 20, 4", "0.75, 20, 4", "0.875, 40, 7", "1, 100, 10"})
    void manyEventsWaitLongerAsTheCoresAreBusier(double load, long windowMs, long intervalMs) {
        cpuLoad = load;
        run();

        assertThat(linger.batchIntervalNanos()).isCloseTo(intervalMs * MS, within(MS / 10));
        assertThat(linger.deltaWindowNanos(LEAST)).isCloseTo(windowMs * MS, within(MS));
    }

    @ParameterizedTest
    @CsvSource({"1, 20, 4.1", "8, 21.2, 4.75", "32, 40, 7", "64, 100, 10", "500, 100, 10"})
    void littleWaitsWhereTheBatchesCostMoreThanTheirEvents(int events, double windowMs, double intervalMs) {
        cpuLoad = 1;
        eventsInABatch = events;
        run();

        assertThat(linger.deltaWindowNanos(LEAST)).isCloseTo((long) (windowMs * MS), within(MS / 2));
        assertThat(linger.batchIntervalNanos()).isCloseTo((long) (intervalMs * MS), within(MS / 10));
    }

    @Test
    void whenTheCoresAreIdleAgainTheWindowIsTheLeast() {
        cpuLoad = 1;
        run();
        cpuLoad = 0;
        run();

        assertThat(linger.deltaWindowNanos(LEAST)).isCloseTo(LEAST, within(MS));
        assertThat(linger.batchIntervalNanos()).isCloseTo(4 * MS, within(MS / 10));
    }

    @Test
    void aWindowThatIsLongerAtRestStaysAsItIs() {
        cpuLoad = 1;
        run();

        assertThat(linger.deltaWindowNanos(200 * MS)).isEqualTo(200 * MS);
    }

    private void run() {
        for (int i = 0; i < 500; i++) {
            now += 100 * MS;
            linger.token(now);
            linger.sent(eventsInABatch);
        }
    }
}
