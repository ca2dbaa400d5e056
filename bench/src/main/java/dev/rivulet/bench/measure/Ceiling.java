package dev.rivulet.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.bench.load.plan.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The result of a search for the most streams that are sustained.
 *
 * @param tokens of a turn
 * @param run counts the repetitions, from 1
 * @param levels in the order in which they were tried
 */
public record Ceiling(Shape shape, int tokens, int run, List<Level> levels) {

    /**
     * A number of streams that was tried.
     *
     * @param missed the limits that it exceeded, for the user; empty if it is sustained
     */
    public record Level(Measurement measurement, List<String> missed) {

        @JsonProperty
        public boolean held() {
            return missed.isEmpty();
        }

        int streams() {
            return measurement.workload().streams();
        }
    }

    /** Returns the most streams that were sustained; 0 if none were. */
    @JsonProperty
    public int sustained() {
        return lastHeld().map(Level::streams).orElse(0);
    }

    /** Returns the fewest streams that were not sustained; 0 if all were. */
    @JsonProperty
    public int notSustained() {
        return firstMissed().map(Level::streams).orElse(0);
    }

    public Optional<Level> lastHeld() {
        return levels.stream().filter(Level::held).max(Comparator.comparingInt(Level::streams));
    }

    public Optional<Level> firstMissed() {
        return levels.stream().filter(level -> !level.held()).min(Comparator.comparingInt(Level::streams));
    }
}
