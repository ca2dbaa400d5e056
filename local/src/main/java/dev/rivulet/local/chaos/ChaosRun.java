package dev.rivulet.local.chaos;

import dev.rivulet.local.chaos.check.Checks;
import dev.rivulet.local.chaos.check.Findings;
import dev.rivulet.local.chaos.fault.FaultPlan;
import dev.rivulet.local.chaos.fault.FaultSchedule;
import dev.rivulet.local.chaos.fault.Faults;
import dev.rivulet.local.chaos.fleet.Fleet;
import dev.rivulet.local.chaos.load.Answers;
import dev.rivulet.local.chaos.load.Load;
import dev.rivulet.local.chaos.report.ChaosReport;
import dev.rivulet.testkit.llm.LlmSimulator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run: a whole system in processes of its own, clients that keep it busy, faults for as long as ordered, then peace until
 * everything has ended, and the checks. Used once, by one
 * thread.
 */
public final class ChaosRun implements AutoCloseable {

    private static final int TOKENS_PER_SECOND = 5;
    /** Load before the first fault. */
    private static final Duration CALM = Duration.ofSeconds(8);
    /** Longer than a turn that is restarted as often as it may be, and those that wait for it. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOG_PATIENCE = Duration.ofMinutes(1);

    private final ChaosOrder order;
    private final Consumer<String> say;
    private final LlmSimulator provider = LlmSimulator.start();
    private final Fleet fleet;
    private final Thread onExit = Thread.ofPlatform().unstarted(this::end);

    /** @param say hears what happens, a line each */
    public ChaosRun(ChaosOrder order, Consumer<String> say) {
        this.order = order;
        this.say = say;
        provider.script(new Answers(TOKENS_PER_SECOND));
        fleet = new Fleet(order.size(), provider.baseUrl(), order.settings(), order.directory());
        // Every end goes through there, Ctrl-C too: the processes must not outlive this one.
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Injects what the order's seed decides, for as long as it says. Returns when all of it is over. */
    public ChaosReport run() throws InterruptedException {
        FaultSchedule schedule = new FaultSchedule(order.seed(), order.kinds());
        return run(faults -> {
            long end = System.nanoTime() + order.faults().toNanos();
            while (System.nanoTime() < end) {
                FaultPlan plan = schedule.next();
                Thread.sleep(plan.pause());
                faults.inject(plan);
            }
        });
    }

    /** Injects these faults in their order. Returns when all of it is over. */
    public ChaosReport run(List<FaultPlan> plans) throws InterruptedException {
        return run(faults -> {
            for (FaultPlan plan : plans) {
                Thread.sleep(plan.pause());
                faults.inject(plan);
            }
        });
    }

    @FunctionalInterface
    private interface Script {
        void play(Faults faults) throws InterruptedException;
    }

    private ChaosReport run(Script script) throws InterruptedException {
        Checks checks = new Checks();
        Faults faults = new Faults(fleet, say);
        say.accept("seed " + order.seed() + ", logs in " + order.directory());
        fleet.start();
        try (Load load = new Load(fleet.gatewayUrls(), checks::seen)) {
            load.start(order.clients(), order.seed());
            Thread.sleep(CALM);
            long began = System.nanoTime();
            script.play(faults);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            say.accept("no more faults; the clients finish");
            load.finish(PATIENCE);
            fleet.badEnds().forEach(bad -> checks.add("process", bad));
            if (load.refused() > 0) {
                checks.add("gateway", load.refused() + " good requests refused");
            }
            Findings findings = checks.conclude(fleet.bootstrapServers(), faults.incidents(), LOG_PATIENCE);
            return new ChaosReport(order.seed(), seconds, faults.counts(), load.asked(),
                    load.unknown(), findings, order.directory());
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(onExit);
        end();
    }

    private void end() {
        fleet.close();
        provider.close();
    }
}
