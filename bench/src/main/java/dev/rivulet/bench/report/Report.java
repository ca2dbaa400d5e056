package dev.rivulet.bench.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.bench.measure.Measurement;
import dev.rivulet.bench.process.ProcessRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All figures of a benchmark. In JSON, latencies are in microseconds and memory in bytes.
 *
 * @param maxHeap the configured heap limit of each process
 * @param jvmOptions options in addition to the defaults
 */
public record Report(Machine machine, Map<ProcessRole, String> maxHeap, Map<ProcessRole, List<String>> jvmOptions,
        List<Measurement> measurements) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public void writeTo(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    /** Returns whether every token arrived once and in order, and every stream ended properly. */
    public boolean flawless() {
        return measurements.stream().allMatch(measurement -> measurement.load().flawless());
    }
}
