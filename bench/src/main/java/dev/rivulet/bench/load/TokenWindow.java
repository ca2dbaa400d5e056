package dev.rivulet.bench.load;

import dev.rivulet.bench.load.plan.Latency;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The delays of the tokens that were emitted in a span of time, however late they arrive. */
final class TokenWindow {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final Histogram delays = new Histogram(LONGEST_MICROS, 3);
    private final long from;
    private long to;

    TokenWindow(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** Ends the window now, if it has not ended. */
    void end() {
        to = Math.min(to - from, System.nanoTime() - from) + from;
    }

    void token(long emittedAt, long receivedAt) {
        if (emittedAt - from >= 0 && emittedAt - to < 0) {
            delays.recordValue(Math.clamp((receivedAt - emittedAt) / 1_000, 0, LONGEST_MICROS));
        }
    }

    Latency latency() {
        return Latency.of(delays);
    }
}
