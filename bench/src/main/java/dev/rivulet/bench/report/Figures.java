package dev.rivulet.bench.report;

import dev.rivulet.bench.load.plan.Latency;
import java.util.Locale;

/** How figures are written. */
final class Figures {

    private Figures() {}

    /** Returns p50, p99 and maximum in milliseconds. */
    static String millis(Latency latency) {
        return millis(latency.p50()) + " / " + millis(latency.p99()) + " / " + millis(latency.max());
    }

    static String millis(long micros) {
        return number(micros < 9_950 ? 2 : 1, micros / 1e3);
    }

    static String number(int digits, double value) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
