package dev.rivulet.bench.report;

import static dev.rivulet.bench.report.Figures.millis;
import static dev.rivulet.bench.report.Figures.number;

import dev.rivulet.bench.load.plan.Latency;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.CostSplit;
import dev.rivulet.bench.measure.Measurement;
import dev.rivulet.bench.process.ProcessRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures as tables: latency and delivery, CPU per token, memory. */
public final class Tables {

    private Tables() {}

    public static String of(Report report) {
        List<Measurement> all = report.allMeasurements();
        String others = CeilingTable.of(report.ceilings()) + ScenarioTables.of(report.scenarios());
        if (all.isEmpty()) {
            return others;
        }
        return others + "Latency, ms, p50 / p99 / max\n" + latency(all) + "\nDelivery\n" + delivery(all)
                + "\nCPU, microseconds a token, with all that its turns cost\n" + cpu(all)
                + "\nCPU of worker, broker and gateway, microseconds; two lengths of turns tell what a turn costs\n"
                + split(all) + "\nPeak memory, MB resident\n" + memory(all, report.maxHeap());
    }

    private static TextTable latency(List<Measurement> all) {
        TextTable table = new TextTable(List.of("load", "a token: emission to receipt", "first token after request",
                "beyond direct", "first token: emission to receipt", "a token at followers"));
        for (Measurement measurement : all) {
            LoadResult load = measurement.load();
            table.add(List.of(name(measurement), millis(load.tokenDelay()), millis(load.firstToken()),
                    added(measurement, all), millis(load.firstDelay()),
                    load.followerDelay().count() == 0 ? "-" : millis(load.followerDelay())));
        }
        return table;
    }

    private static TextTable delivery(List<Measurement> all) {
        TextTable table = new TextTable(List.of("load", "turns/s", "tokens/s", "tokens a read", "turns", "tokens",
                "lost", "duplicated", "out of order", "turns not ended", "other load on the machine, cores"));
        for (Measurement measurement : all) {
            LoadResult load = measurement.load();
            table.add(List.of(name(measurement), number(0, measurement.turnsPerSecond()),
                    number(0, measurement.tokensPerSecond()),
                    number(2, load.reads() == 0 ? 0 : (double) load.measuredTokens() / load.reads()),
                    Long.toString(load.turns()), Long.toString(load.receivedTokens()), Long.toString(load.lost()),
                    Long.toString(load.duplicated()),
                    Long.toString(load.outOfOrder()), Integer.toString(load.notEnded()),
                    number(2, measurement.otherCores())));
        }
        return table;
    }

    private static TextTable cpu(List<Measurement> all) {
        TextTable table = byRole("worker + broker + gateway", "of it compiling");
        for (Measurement measurement : all) {
            List<String> row = new ArrayList<>(List.of(name(measurement)));
            for (ProcessRole role : ProcessRole.values()) {
                row.add(Optional.ofNullable(measurement.cpu().get(role)).map(cost -> number(1, cost.all()))
                        .orElse("-"));
            }
            boolean direct = measurement.shape() == Shape.DIRECT;
            row.add(direct ? "-" : number(1, measurement.systemCpu().all()));
            row.add(direct ? "-" : number(1, measurement.systemCpu().jit()));
            table.add(row);
        }
        return table;
    }

    private static TextTable split(List<Measurement> all) {
        TextTable table = new TextTable(List.of("load", "a token, with its turn's share", "in simulator's tokens",
                "a token by itself", "a turn by itself"));
        for (Measurement measurement : all) {
            if (measurement.shape().usesRivulet()) {
                Optional<CostSplit> split = CostSplit.of(measurement, all);
                table.add(List.of(name(measurement), number(1, measurement.systemCpu().all()),
                        number(1, measurement.inSimulatorTokens()),
                        split.map(costs -> number(1, costs.perToken())).orElse("-"),
                        split.map(costs -> number(0, costs.perTurn())).orElse("-")));
            }
        }
        return table;
    }

    private static TextTable memory(List<Measurement> all, Map<ProcessRole, String> maxHeap) {
        TextTable table = byRole();
        for (Measurement measurement : all) {
            List<String> row = new ArrayList<>(List.of(name(measurement)));
            for (ProcessRole role : ProcessRole.values()) {
                row.add(Optional.ofNullable(measurement.peakMemoryBytes().get(role))
                        .map(bytes -> number(0, bytes / 1e6))
                        .orElse("-"));
            }
            table.add(row);
        }
        List<String> limits = new ArrayList<>(List.of("heap limit (-Xmx)"));
        for (ProcessRole role : ProcessRole.values()) {
            limits.add(maxHeap.getOrDefault(role, "-"));
        }
        table.add(limits);
        return table;
    }

    private static TextTable byRole(String... more) {
        List<String> header = new ArrayList<>(List.of("load"));
        for (ProcessRole role : ProcessRole.values()) {
            header.add(role.label());
        }
        header.addAll(List.of(more));
        return new TextTable(header);
    }

    static String name(Measurement measurement) {
        return measurement.workload().streams() + " x " + measurement.workload().tokens() + " tokens "
                + measurement.shape().label() + " " + measurement.run() + loops(measurement.eventLoops());
    }

    /** Returns a suffix for names. */
    static String loops(int eventLoops) {
        return eventLoops == 0 ? "" : ", event loops: " + eventLoops;
    }

    /** Returns the latency of the first token minus that of the direct shape in the same run. */
    private static String added(Measurement rivulet, List<Measurement> all) {
        if (rivulet.shape() == Shape.DIRECT) {
            return "-";
        }
        return all.stream()
                .filter(other -> other.shape() == Shape.DIRECT && other.run() == rivulet.run()
                        && other.eventLoops() == rivulet.eventLoops()
                        && other.workload().equals(rivulet.workload()))
                .findFirst().map(direct -> {
                    Latency with = rivulet.load().firstToken();
                    Latency without = direct.load().firstToken();
                    return millis(with.p50() - without.p50()) + " / " + millis(with.p99() - without.p99()) + " / "
                            + millis(with.max() - without.max());
                }).orElse("-");
    }
}
