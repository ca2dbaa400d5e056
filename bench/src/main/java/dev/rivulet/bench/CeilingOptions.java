package dev.rivulet.bench;

import dev.rivulet.bench.measure.SustainedLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of the search for the most streams that are sustained. */
final class CeilingOptions {

    @Option(names = "--ceiling", description = {
            "Search for the most streams that are sustained, instead of measuring those of --streams: from the most of "
                    + "these, doubled until a level does not hold, then bisected."})
    boolean wanted;

    @Option(names = "--max-token-p99", paramLabel = "MS", description = {
            "Sustained is what delays 99 %% of the tokens by at most this, from emission to receipt."})
    private long tokenP99 = 250;

    @Option(names = "--max-first-token-p99", paramLabel = "MS", description = {
            "And for 99 %% of the turns takes at most this from the request to the first token."})
    private long firstTokenP99 = 1_000;

    @Option(names = "--min-turns", paramLabel = "PERCENT", description = {
            "And begins this part of the turns that would begin without any delay."})
    private int turns = 90;

    @Option(names = "--ceiling-precision", paramLabel = "PERCENT", description = {
            "How far apart the last level that held and the first that did not may be."})
    private int precision = 10;

    @Option(names = "--ceiling-limit", paramLabel = "N", description = "The most streams to try.")
    int most = 16_000;

    SustainedLimits limits() {
        return new SustainedLimits(Duration.ofMillis(tokenP99), Duration.ofMillis(firstTokenP99), turns / 100.0);
    }

    double precision() {
        return precision / 100.0;
    }
}
