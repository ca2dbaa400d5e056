package dev.rivulet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A short run of the whole benchmark, with all its processes: tests its counters, not its times. */
class BenchIT {

    private static final int STREAMS = 4;
    private static final int TOKENS = 20;
    private static final int READERS = 20;
    private static final int IDLE = 20;

    private static final List<String> LOADS = List.of("--streams", "" + STREAMS, "--tokens", "" + TOKENS, "--rate",
            "50", "--seconds", "1", "--warmup", "0", "--pause", "0", "--shapes",
            "direct,post,keyed,chat,websocket,followed");
    /** At its default of 30 s, gateways would wait as long until each reads its share alone. */
    private static final List<String> SHORT_LINGER = List.of("--jvm",
            "gateway=-Drivulet.gateway.partition-linger=1s");
    private static final List<String> SCENARIOS = List.of("--scenarios", "loads,readers,storm,history,idle,gateways",
            "--gateways",
            "1,2",
            "--readers", "" + READERS, "--beside", "2", "--idle", "" + IDLE, "--history-turns", "4",
            "--history-sessions", "10", "--history-probes", "3");

    @Test
    void everyTokenOfEveryShapeAndScenarioIsCounted(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("figures.json");
        Path chart = folder.resolve("chart.svg");
        String[] arguments = Stream
                .of(LOADS, SHORT_LINGER, SCENARIOS, List.of("--json", "" + json, "--chart", "" + chart))
                .flatMap(List::stream).toArray(String[]::new);
        int status = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
        assertThat(status).isZero();
        assertThat(chart).content().contains("polyline");

        JsonNode figures = JsonMapper.builder().build().readTree(json.toFile());
        assertLoads(figures.get("measurements"));
        JsonNode scenarios = figures.get("scenarios");
        assertThat(scenarios).as("history, readers, storm, two kinds of idle connections, two loads of gateways")
                .hasSize(7)
                .allSatisfy(scenario -> assertThat(scenario.get("flawless").asBoolean()).as("%s", scenario).isTrue());
        assertReaders(having("gatewayMicros", scenarios).get("load"));
        assertStorm(having("storm", scenarios).get("storm"));
        assertHistory(having("inLongSession", scenarios));
        assertGateways(scenarios);
        assertThat(having("grown", scenarios).get("open").asInt()).isEqualTo(IDLE);
    }

    @Test
    void withAKeyEveryShapeIsServedAsWithoutOne(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("figures.json");
        String[] arguments = Stream.of(LOADS, List.of("--auth", "--scenarios", "loads,readers,idle,gateways",
                "--gateways", "1", "--readers", "" + READERS, "--idle", "" + IDLE, "--json", "" + json))
                .flatMap(List::stream).toArray(String[]::new);
        int status = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
        assertThat(status).isZero();
        assertLoads(JsonMapper.builder().build().readTree(json.toFile()).get("measurements"));
    }

    private static void assertLoads(JsonNode measurements) {
        assertThat(measurements).hasSize(6).allSatisfy(measurement -> {
            JsonNode load = measurement.get("load");
            assertThat(load.get("turns").asLong()).as("%s", measurement).isGreaterThanOrEqualTo(STREAMS);
            assertThat(load.get("receivedTokens").asLong()).isEqualTo(load.get("turns").asLong() * TOKENS);
            assertThat(load.get("measuredTokens").asLong()).isPositive()
                    .isLessThan(load.get("receivedTokens").asLong());
            assertThat(load.at("/firstToken/count").asLong()).isEqualTo(load.get("measuredTurns").asLong());
            boolean followed = measurement.get("shape").asText().equals("FOLLOWED");
            assertThat(load.get("followedTokens").asLong())
                    .isEqualTo(followed ? load.get("receivedTokens").asLong() : 0);
            assertThat(measurement.at("/cpu/SIMULATOR/all").asDouble()).isPositive();
        });
        assertThat(measurements).filteredOn(measurement -> !measurement.get("shape").asText().equals("DIRECT"))
                .hasSize(5).allSatisfy(measurement -> {
                    assertThat(measurement.at("/systemCpu/all").asDouble())
                            .isGreaterThan(measurement.at("/systemCpu/jit").asDouble());
                    assertThat(measurement.at("/cpu/WORKER/threads").has("coordination")).isTrue();
                    assertThat(measurement.at("/cpu/GATEWAY/threads").has("tail")).isTrue();
                    assertThat(measurement.at("/logBytes/chunk-events").asLong()).isPositive();
                });
    }

    private static void assertReaders(JsonNode load) {
        assertThat(load.get("readers").asInt()).isEqualTo(READERS);
        assertThat(load.get("receivedTokens").asLong()).isPositive().matches(tokens -> tokens % READERS == 0);
        assertThat(load.get("measuredEvents").asLong()).isPositive();
    }

    private static void assertStorm(JsonNode storm) {
        assertThat(storm.at("/readers/back/count").asInt()).isEqualTo(READERS);
        assertThat(storm.at("/before/count").asLong()).isPositive();
        assertThat(storm.at("/others/turns").asLong()).isPositive();
    }

    private static void assertHistory(JsonNode history) {
        assertThat(List.of("empty", "beside", "inLongSession")).allSatisfy(
                system -> assertThat(history.get(system).at("/firstToken/count").asLong()).as(system).isEqualTo(3));
    }

    /** Each of two gateways has half of the streams, whose turns may end more or less often. */
    private static void assertGateways(JsonNode scenarios) {
        List<JsonNode> loads = StreamSupport.stream(scenarios.spliterator(), false)
                .filter(scenario -> scenario.has("tailBytes")).toList();
        assertThat(loads).extracting(load -> load.get("tailBytes").size()).containsExactly(1, 2);
        assertThat(loads).allSatisfy(load -> {
            assertThat(load.get("settled").asBoolean()).as("%s", load).isTrue();
            assertThat(load.get("tailBytes")).allSatisfy(bytes -> assertThat(bytes.asLong()).isPositive());
        });
        double alone = forEachToken(loads.getFirst().get("tailBytes").get(0), loads.getFirst());
        assertThat(loads.getLast().get("tailBytes"))
                .allSatisfy(bytes -> assertThat(forEachToken(bytes, loads.getLast())).isLessThan(0.8 * alone));
    }

    private static double forEachToken(JsonNode bytes, JsonNode load) {
        return bytes.asDouble() / load.at("/load/receivedTokens").asDouble();
    }

    private static JsonNode having(String field, JsonNode scenarios) {
        return StreamSupport.stream(scenarios.spliterator(), false).filter(scenario -> scenario.has(field)).findFirst()
                .orElseThrow();
    }
}
