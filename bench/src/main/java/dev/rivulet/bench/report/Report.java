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
 * All of a benchmark's figures. As JSON: latencies in microseconds, memory in bytes.
 *
 * @param maxHeap     of each process, as it was set
 * @param jvmOptions  that were given beside those that users get
 */
public record Report(Machine machine, Map<ProcessRole, String> maxHeap, Map<ProcessRole, List<String>> jvmOptions,
        List<Measurement> measurements) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public void writeTo(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    /** Whether every token of every stream came once, in order, and every stream ended as it should. */
    public boolean flawless() {
        return measurements.stream().allMatch(measurement -> measurement.load().flawless());
    }
}
