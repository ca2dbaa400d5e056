package dev.rivulet.bench.report;

import static dev.rivulet.bench.report.Figures.millis;
import static dev.rivulet.bench.report.Figures.number;

import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.ReadersResult;
import dev.rivulet.bench.scenario.GatewaysFigures;
import dev.rivulet.bench.scenario.HistoryFigures;
import dev.rivulet.bench.scenario.IdleFigures;
import dev.rivulet.bench.scenario.ReadersFigures;
import dev.rivulet.bench.scenario.ScenarioFigures;
import dev.rivulet.bench.scenario.StormFigures;
import java.util.Collections;
import java.util.List;

/** The figures of scenarios: a table for each kind. */
final class ScenarioTables {

    private ScenarioTables() {}

    /** Returns the sections with their headings; nothing if there are no figures. */
    static String of(List<ScenarioFigures> all) {
        return section("First token after request, ms, p50 / p99 / max", history(of(all, HistoryFigures.class)))
                + section("Readers of one turn; latency in ms, p50 / p99 / max, CPU of the gateway in microseconds",
                        readers(of(all, ReadersFigures.class)))
                + section("Resume storm; ms, p50 / p99 / max", storms(of(all, StormFigures.class)))
                + section("Idle connections; bytes of the gateway for each, after a full collection",
                        idle(of(all, IdleFigures.class)))
                + section("Events that gateways read; bytes for each token of the whole load, least and most",
                        gateways(of(all, GatewaysFigures.class)));
    }

    private static TextTable gateways(List<GatewaysFigures> all) {
        TextTable table = new TextTable(List.of("run", "gateways", "tokens", "a gateway's tail", "all tails together",
                "a gateway besides its tail", "lost, duplicated, out of order", "not ended"));
        for (GatewaysFigures one : all) {
            LoadResult load = one.load();
            table.add(List.of(one.run() + loops(one), one.gateways() + (one.settled() ? "" : ", shares unsettled"),
                    Long.toString(load.receivedTokens()), forEachToken(one, one.tailBytes()),
                    number(0, one.forEachToken(one.tailBytes().stream().mapToLong(Long::longValue).sum())),
                    forEachToken(one, one.replayBytes()),
                    load.lost() + ", " + load.duplicated() + ", " + load.outOfOrder(),
                    Integer.toString(load.notEnded())));
        }
        return table;
    }

    private static String forEachToken(GatewaysFigures figures, List<Long> bytes) {
        return number(0, figures.forEachToken(Collections.min(bytes))) + " / "
                + number(0, figures.forEachToken(Collections.max(bytes)));
    }

    private static TextTable history(List<HistoryFigures> all) {
        TextTable table = new TextTable(List.of("system", "first token", "p50 over that of the empty system"));
        for (HistoryFigures one : all) {
            table.add(List.of("empty, new sessions" + loops(one), millis(one.empty().firstToken()), ""));
            table.add(List.of(one.sessions() + " sessions with state, new sessions" + loops(one),
                    millis(one.beside().firstToken()), number(2, one.besideOverEmpty())));
            table.add(List.of(one.sessions() + " sessions with state, a session of " + one.turns() + " turns"
                    + loops(one),
                    millis(one.inLongSession().firstToken()), number(2, one.longOverEmpty())));
        }
        return table;
    }

    private static TextTable readers(List<ReadersFigures> all) {
        TextTable table = new TextTable(List.of("run", "readers", "a token: emission to receipt", "events",
                "a reader and event", "the simulator's token", "in simulator's tokens",
                "lost, duplicated, out of order", "not ended", "other load on the machine, cores"));
        for (ReadersFigures one : all) {
            ReadersResult load = one.load();
            table.add(List.of(one.run() + loops(one), Integer.toString(load.readers()), millis(load.tokenDelay()),
                    Long.toString(load.measuredEvents()), number(1, one.gatewayMicros()),
                    number(1, one.simulatorMicros()), number(2, one.inSimulatorTokens()), wrong(load),
                    Integer.toString(load.notEnded()), number(2, one.otherCores())));
        }
        return table;
    }

    private static TextTable storms(List<StormFigures> all) {
        TextTable table = new TextTable(List.of("run", "readers cut", "back", "until back",
                "others: a token before", "meanwhile", "lost, duplicated, out of order", "not ended",
                "other load on the machine, cores"));
        for (StormFigures one : all) {
            ReadersResult readers = one.storm().readers();
            table.add(List.of(one.run() + loops(one), Integer.toString(readers.readers()),
                    Long.toString(readers.back().count()), millis(readers.back()), millis(one.storm().before()),
                    millis(one.storm().during()), wrong(readers), Integer.toString(readers.notEnded()),
                    number(2, one.otherCores())));
        }
        return table;
    }

    private static TextTable idle(List<IdleFigures> all) {
        TextTable table = new TextTable(List.of("kind", "wanted", "open", "resident", "live heap", "outside the heap"));
        for (IdleFigures one : all) {
            table.add(List.of(one.shape().label() + loops(one), Integer.toString(one.wanted()),
                    Integer.toString(one.open()),
                    Long.toString(one.each(one.grown().resident())), Long.toString(one.each(one.grown().liveHeap())),
                    Long.toString(one.each(one.grown().outsideHeap()))));
        }
        return table;
    }

    private static String loops(ScenarioFigures figures) {
        return Tables.loops(figures.eventLoops());
    }

    private static String wrong(ReadersResult load) {
        return load.lost() + ", " + load.duplicated() + ", " + load.outOfOrder();
    }

    private static <F extends ScenarioFigures> List<F> of(List<ScenarioFigures> all, Class<F> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static String section(String heading, TextTable table) {
        return table.isEmpty() ? "" : heading + "\n" + table + "\n";
    }
}
