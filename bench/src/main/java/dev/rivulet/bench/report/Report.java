package dev.rivulet.bench.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.bench.measure.Ceiling;
import dev.rivulet.bench.measure.Measurement;
import dev.rivulet.bench.process.ProcessRole;
import dev.rivulet.bench.scenario.ScenarioFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All figures of a benchmark. In JSON, latencies are in microseconds and memory in bytes.
 *
 * @param maxHeap the configured heap limit of each process
 * @param jvmOptions options in addition to the defaults
 * @param measurements of the loads that were asked for
 * @param ceilings with the measurements of all loads that were tried
 * @param scenarios in the order in which they were measured
 */
public record Report(Machine machine, Map<ProcessRole, String> maxHeap, Map<ProcessRole, List<String>> jvmOptions,
        List<Measurement> measurements, List<Ceiling> ceilings,
        List<ScenarioFigures> scenarios) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public void writeTo(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    /** Returns the measurements of all loads, those of the ceilings included. */
    public List<Measurement> allMeasurements() {
        return Stream.concat(measurements.stream(), ceilings.stream().flatMap(ceiling -> ceiling.levels().stream())
                .map(Ceiling.Level::measurement)).toList();
    }

    /**
     * Returns whether every token arrived once and in order and every stream ended properly. Of the loads of a ceiling
     * only that is asked which is asked of any load: no token twice or out of order.
     */
    public boolean flawless() {
        return measurements.stream().allMatch(measurement -> measurement.load().flawless())
                && allMeasurements().stream().map(Measurement::load)
                        .allMatch(load -> load.duplicated() == 0 && load.outOfOrder() == 0)
                && scenarios.stream().allMatch(ScenarioFigures::flawless)
                && ceilings.stream().allMatch(ceiling -> ceiling.sustained() > 0);
    }
}
