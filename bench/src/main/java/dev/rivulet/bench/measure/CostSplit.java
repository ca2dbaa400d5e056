package dev.rivulet.bench.measure;

import java.util.List;
import java.util.Optional;

/**
 * What a token and a turn cost by themselves: worker, broker and gateway in CPU microseconds, compilation included.
 * Solved from two measurements of the same streams with answers of different lengths.
 */
public record CostSplit(double perToken, double perTurn) {

    /**
     * Returns the costs; empty if the measurements do not tell them apart.
     *
     * @param one and {@code other}: of the same shape and streams
     */
    static Optional<CostSplit> of(Measurement one, Measurement other) {
        // cost = perToken * tokens + perTurn * turns, for both
        double determinant = (double) one.load().measuredTokens() * other.load().measuredTurns()
                - (double) other.load().measuredTokens() * one.load().measuredTurns();
        if (determinant == 0) {
            return Optional.empty();
        }
        double perToken = (total(one) * other.load().measuredTurns() - total(other) * one.load().measuredTurns())
                / determinant;
        double perTurn = (total(other) * one.load().measuredTokens() - total(one) * other.load().measuredTokens())
                / determinant;
        return Optional.of(new CostSplit(perToken, perTurn));
    }

    private static double total(Measurement measurement) {
        return measurement.systemCpu().all() * measurement.load().measuredTokens();
    }

    /** Returns the costs from a measurement and the one with the longest answers beside it, if there is such. */
    public static Optional<CostSplit> of(Measurement measurement, List<Measurement> all) {
        return all.stream()
                .filter(other -> other.shape() == measurement.shape() && other.run() == measurement.run()
                        && other.eventLoops() == measurement.eventLoops()
                        && other.workload().streams() == measurement.workload().streams()
                        && other.workload().tokens() > measurement.workload().tokens())
                .reduce((a, b) -> a.workload().tokens() < b.workload().tokens() ? b : a)
                .flatMap(longest -> of(measurement, longest));
    }
}
