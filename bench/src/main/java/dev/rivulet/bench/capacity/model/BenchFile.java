package dev.rivulet.bench.capacity.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Reads costs from a result of {@code ./rivulet bench --shapes post --tokens SHORT,LONG --json FILE}: two lengths of
 * answers tell what a token and what a turn takes. Of several numbers of streams those with the most are taken.
 */
public final class BenchFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EVENTS = "chunk-events";

    private final JsonNode brief;
    private final JsonNode lengthy;

    private BenchFile(JsonNode brief, JsonNode lengthy) {
        this.brief = brief;
        this.lengthy = lengthy;
    }

    /**
     * Returns the costs; what the bench does not measure is as in {@link Costs#MEASURED}.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException with a sentence for the user when it does not tell tokens and turns apart
     */
    public static Costs read(Path file) throws IOException {
        return of(JSON.readTree(file.toFile()));
    }

    static Costs of(JsonNode report) {
        List<JsonNode> posts = StreamSupport.stream(report.path("measurements").spliterator(), false)
                .filter(one -> one.path("shape").asText().equals("POST")).toList();
        int most = posts.stream().mapToInt(one -> one.at("/workload/streams").asInt()).max().orElse(0);
        List<JsonNode> byLength = posts.stream().filter(one -> one.at("/workload/streams").asInt() == most)
                .sorted(Comparator.comparingDouble(BenchFile::length)).toList();
        if (byLength.isEmpty() || length(byLength.getFirst()) == length(byLength.getLast())) {
            throw new IllegalArgumentException("the file has no two lengths of answers: it takes --shapes post "
                    + "--tokens SHORT,LONG");
        }
        return new BenchFile(byLength.getFirst(), byLength.getLast()).costs();
    }

    private Costs costs() {
        Costs other = Costs.MEASURED;
        return new Costs(new Costs.Processes(process("WORKER"), process("BROKER"), process("GATEWAY")),
                new Costs.Threads(thread("WORKER", "coordination"), thread("WORKER", "eventLoop"),
                        thread("GATEWAY", "eventLoop"), thread("GATEWAY", "tail")),
                new Costs.Log(solve(logBytes(brief, true), logBytes(lengthy, true)),
                        solve(logBytes(brief, false), logBytes(lengthy, false))),
                other.sentBytes(), other.readerMicros(), other.heartbeats(), other.turnHeapBytes());
    }

    private Cost process(String role) {
        return solve(withoutCompilers(brief, role), withoutCompilers(lengthy, role));
    }

    private static double withoutCompilers(JsonNode measurement, String role) {
        JsonNode cost = measurement.at("/cpu/" + role);
        return required(cost, "all") - required(cost, "jit");
    }

    private Cost thread(String role, String kind) {
        String path = "/cpu/" + role + "/threads";
        return solve(required(brief.at(path), kind), required(lengthy.at(path), kind));
    }

    private static double required(JsonNode figures, String name) {
        if (!figures.path(name).isNumber()) {
            throw new IllegalArgumentException("the file does not say '" + name
                    + "': it is of an earlier version, or not of Linux");
        }
        return figures.get(name).asDouble();
    }

    private static double logBytes(JsonNode measurement, boolean events) {
        double bytes = measurement.path("logBytes").properties().stream()
                .filter(topic -> topic.getKey().equals(EVENTS) == events)
                .mapToDouble(topic -> topic.getValue().asDouble()).sum();
        return bytes / measurement.at("/load/receivedTokens").asDouble();
    }

    private Cost solve(double perShort, double perLong) {
        return Cost.solve(length(brief), perShort, length(lengthy), perLong);
    }

    private static double length(JsonNode measurement) {
        return measurement.at("/workload/tokens").asDouble();
    }
}
