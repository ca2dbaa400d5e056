package dev.rivulet.bench.capacity;

import dev.rivulet.bench.capacity.model.Bill;
import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.bench.capacity.model.Demand;
import dev.rivulet.bench.capacity.model.Load;
import dev.rivulet.bench.capacity.model.Resource;
import dev.rivulet.bench.capacity.simulation.SimulationResult;
import dev.rivulet.bench.load.plan.Latency;
import dev.rivulet.bench.report.TextTable;
import java.util.List;
import java.util.Locale;

/** The figures as text that is also valid Markdown. */
record CapacityReport(Demand demand, SimulationResult simulated, Bill bill) {

    /** Returns whether there is enough of everything. */
    boolean fits() {
        return demand.bottleneck().used() <= 1 && simulated.notBegun() == 0;
    }

    @Override
    public String toString() {
        Resource first = demand.bottleneck();
        return load() + "\n" + cluster() + "\n\n" + resources() + "\n" + simulation() + "\n"
                + "The first to be short is: " + first.name() + " (" + percent(first.used()) + "). To go on, add "
                + first.remedy() + ".\n" + money() + "\n";
    }

    private String load() {
        Load load = demand.load();
        return text("%,d streams of %,.0f tokens/s, answers of %,.0f tokens: %,.0f tokens/s, %,.0f turns/s, "
                + "%,.1f MB/s written.", load.streams(), load.rate(), load.answerTokens(), load.tokens(),
                load.turns(), demand.bytesIn() / 1e6);
    }

    private String cluster() {
        Cluster cluster = demand.cluster();
        return text("%,d partitions of %d copies, %,d workers that coordinate, %,d that only execute, %,d gateways, "
                + "%,d brokers.", cluster.partitions(), cluster.copies(), cluster.coordinators(), cluster.executors(),
                cluster.gateways(), cluster.brokers());
    }

    private TextTable resources() {
        TextTable table = new TextTable(List.of("resource", "needed", "there is", "used"));
        demand.resources().forEach(resource -> table.add(List.of(resource.name(), number(resource.need()),
                number(resource.has()), percent(resource.used()))));
        return table;
    }

    private TextTable simulation() {
        TextTable table = new TextTable(List.of("simulated", "p50", "p99", "most"));
        table.add(latency("from acceptance to the first attempt, ms", simulated.queued()));
        if (simulated.lost() > 0) {
            table.add(latency("from the kill to the next attempt, ms", simulated.takeover()));
        }
        table.add(List.of("coordination threads, busy", percent(simulated.coordination()), "",
                percent(simulated.busiestCoordination())));
        table.add(List.of("turns that start in a worker, of the mean", "", "", text("%.2f",
                simulated.busiestWorker())));
        table.add(List.of("turns in a worker at one time, of the mean", "", "", text("%.2f",
                simulated.fullestWorker())));
        table.add(List.of("attempts outside their coordinator", percent(simulated.elsewhere()), "", ""));
        table.add(List.of("turns: begun, passed on, not begun", text("%,d", simulated.turns()),
                text("%,d", simulated.passedOn()), text("%,d", simulated.notBegun())));
        table.add(List.of("turns lost with killed workers", text("%,d", simulated.lost()), "", ""));
        return table;
    }

    private static List<String> latency(String name, Latency micros) {
        return List.of(name, millis(micros.p50()), millis(micros.p99()), millis(micros.max()));
    }

    private String money() {
        return text("%,.0f cores, %,.1f TB on disks, %,.0f GB an hour to readers: %,.2f an hour, %,.2f for a million "
                + "tokens.", bill.cores(), bill.storedBytes() / 1e12, bill.sentBytes() / 1e9, bill.money(),
                bill.money() / (demand.load().tokens() * 3_600) * 1e6);
    }

    private static String millis(long micros) {
        return text("%,.1f", micros / 1e3);
    }

    private static String number(double value) {
        return text(value < 100 ? "%,.2f" : "%,.0f", value);
    }

    private static String percent(double share) {
        return text("%.0f %%", 100 * share);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
