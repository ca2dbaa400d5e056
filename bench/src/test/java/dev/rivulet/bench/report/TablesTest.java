package dev.rivulet.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.bench.load.plan.Latency;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.Ceiling;
import dev.rivulet.bench.measure.Measurement;
import dev.rivulet.bench.measure.TokenCost;
import dev.rivulet.bench.measure.Workload;
import dev.rivulet.bench.process.ProcessRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {

    private static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);
    private static final Workload WORKLOAD = new Workload(100, 20, 50, 10);

    @Test
    void rivuletIsSetAgainstTheDirectShapeOfTheSameRun() {
        Report report = report(measurement(Shape.DIRECT, 1, 2_000, 0), measurement(Shape.DIRECT, 2, 3_000, 0),
                measurement(Shape.POST, 2, 8_500, 0));
        assertThat(row(report, "100 x 50 tokens post 2")).contains("5.50 / 5.50 / 5.50");
    }

    @Test
    void systemCostIsThatOfWorkerBrokerAndGateway() {
        Report report = report(measurement(Shape.POST, 1, 2_000, 0));
        assertThat(report.measurements().getFirst().systemCpu().all()).isEqualTo(2 + 3 + 4);
        assertThat(Tables.of(report)).contains("9.0");
    }

    @Test
    void aLostTokenIsAFlaw() {
        assertThat(report(measurement(Shape.POST, 1, 2_000, 0)).flawless()).isTrue();
        assertThat(report(measurement(Shape.POST, 1, 2_000, 1)).flawless()).isFalse();
    }

    @Test
    void aCeilingHasTheLastLevelThatHeldAndTheFirstThatDidNot() {
        Ceiling ceiling = new Ceiling(Shape.POST, 50, 1, List.of(level(100, 0), level(200, 3), level(150, 0)));
        Report report = report(List.of(), List.of(ceiling));
        assertThat(row(report, "post 1: last that held")).contains(" 150 ");
        assertThat(row(report, "post 1: first that did not")).contains(" 200 ", "3 turns did not end");
        assertThat(row(report, "200 x 50 tokens post 1")).as("every level that was tried").isNotEmpty();
        assertThat(report.flawless()).as("too much load is no flaw").isTrue();
    }

    @Test
    void aCeilingBelowTheFirstLevelIsAFlaw() {
        Ceiling none = new Ceiling(Shape.POST, 50, 1, List.of(level(1, 1)));
        Report report = report(List.of(), List.of(none));
        assertThat(row(report, "post 1: last that held")).contains("none");
        assertThat(report.flawless()).isFalse();
    }

    private static Ceiling.Level level(int streams, int notEnded) {
        LoadResult load = new LoadResult(1, 1, 0, 0, 0, 0, notEnded, Map.of(), 1, 1, 1, NONE, NONE, NONE, NONE);
        return new Ceiling.Level(
                new Measurement(Shape.POST, WORKLOAD.withStreams(streams), 0, 1, load, 5, Map.of(), 0, Map.of(),
                        Map.of()),
                notEnded == 0 ? List.of() : List.of(notEnded + " turns did not end"));
    }

    @Test
    void jsonHasWhatTheTableHas(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("figures.json");
        report(measurement(Shape.POST, 1, 2_000, 7)).writeTo(file);
        assertThat(Files.readString(file)).contains("\"lost\" : 7", "\"systemCpu\"", "\"all\" : 9.0",
                "\"tokensPerSecond\" : 2000.0", "\"turnsPerSecond\" : 40.0", "\"inSimulatorTokens\" : 9.0",
                "\"maxHeap\"");
    }

    private static String row(Report report, String name) {
        return Tables.of(report).lines().filter(line -> line.contains(name)).findFirst().orElseThrow();
    }

    private static Report report(Measurement... measurements) {
        return report(List.of(measurements), List.of());
    }

    private static Report report(List<Measurement> measurements, List<Ceiling> ceilings) {
        return new Report(new Machine(2, "25", "Linux"), Map.of(ProcessRole.WORKER, "512m"), Map.of(), measurements,
                ceilings, List.of());
    }

    private static Measurement measurement(Shape shape, int run, long firstTokenMicros, long lost) {
        Latency latency = new Latency(100, firstTokenMicros, firstTokenMicros, firstTokenMicros, firstTokenMicros,
                firstTokenMicros);
        LoadResult load = new LoadResult(400, 20_000 - lost, 0, lost, 0, 0, 0, Map.of(), 200, 10_000, 10_000, latency,
                latency, latency, NONE);
        Map<ProcessRole, TokenCost> cpu = Map.of(ProcessRole.SIMULATOR, new TokenCost(1, 0), ProcessRole.BROKER,
                new TokenCost(2, 0),
                ProcessRole.WORKER, new TokenCost(3, 1), ProcessRole.GATEWAY, new TokenCost(4, 2), ProcessRole.LOAD,
                new TokenCost(5, 0));
        return new Measurement(shape, WORKLOAD, 0, run, load, 5, cpu, 0, Map.of(ProcessRole.WORKER, 300_000_000L),
                Map.of());
    }
}
