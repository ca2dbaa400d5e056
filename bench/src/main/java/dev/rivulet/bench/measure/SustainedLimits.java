package dev.rivulet.bench.measure;

import dev.rivulet.bench.load.plan.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When a load counts as sustained. Besides these limits, every token must arrive once and in order and every turn must
 * end.
 *
 * @param tokenP99 the most that 99 % of the tokens may take from emission to receipt
 * @param firstTokenP99 the most that 99 % of the turns may take from the request to their first token
 * @param turns how much of the turns that begin on a system without any delay must begin, from 0 to 1: streams whose
 *        turns are late ask for fewer
 */
public record SustainedLimits(Duration tokenP99, Duration firstTokenP99, double turns) {

    /** Returns a phrase for each limit that the measurement exceeds; none if its load is sustained. */
    List<String> missed(Measurement measurement) {
        List<String> missed = new ArrayList<>();
        LoadResult load = measurement.load();
        if (load.notEnded() > 0) {
            missed.add(load.notEnded() + " turns did not end");
        }
        long wrong = load.lost() + load.duplicated() + load.outOfOrder();
        if (wrong > 0) {
            missed.add(wrong + " tokens lost, duplicated or out of order");
        }
        compare("p99 of a token", load.tokenDelay().p99(), tokenP99, missed);
        compare("p99 of the first token", load.firstToken().p99(), firstTokenP99, missed);
        double offered = measurement.turnsPerSecond() / measurement.workload().turnsPerSecond();
        if (offered < turns) {
            missed.add(String.format(Locale.ROOT, "%.0f %% of the turns", 100 * offered));
        }
        return missed;
    }

    private static void compare(String name, long micros, Duration limit, List<String> missed) {
        if (micros > limit.toNanos() / 1_000) {
            missed.add(String.format(Locale.ROOT, "%s %.0f ms", name, micros / 1e3));
        }
    }
}
