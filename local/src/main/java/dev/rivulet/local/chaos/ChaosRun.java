package dev.rivulet.local.chaos;

import dev.rivulet.local.chaos.check.BilledTokens;
import dev.rivulet.local.chaos.check.CheckResult;
import dev.rivulet.local.chaos.check.PromiseChecker;
import dev.rivulet.local.chaos.fault.FaultInjector;
import dev.rivulet.local.chaos.fault.FaultPlan;
import dev.rivulet.local.chaos.fault.FaultSchedule;
import dev.rivulet.local.chaos.hostile.HostileWriter;
import dev.rivulet.local.chaos.load.LoadGenerator;
import dev.rivulet.local.chaos.load.Principals;
import dev.rivulet.local.chaos.load.SimulatedCompletions;
import dev.rivulet.local.chaos.process.SystemUnderTest;
import dev.rivulet.local.chaos.report.ChaosReport;
import dev.rivulet.local.chaos.report.FuzzResult;
import dev.rivulet.testkit.llm.LlmSimulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One chaos run: starts a whole system in separate processes, loads it with clients, injects faults, waits until every
 * turn has ended, and checks the promises. Used once, by one thread.
 */
public final class ChaosRun implements AutoCloseable {

    /** Load without faults at the beginning. */
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    /** Longer than a turn with the maximum number of attempts, and the turns queued behind it. */
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOG_LIMIT = Duration.ofMinutes(1);

    private final ChaosConfig config;
    private final Consumer<String> say;
    private final SimulatedCompletions completions;
    private final LlmSimulator provider = LlmSimulator.start();
    private final Principals principals;
    private final SystemUnderTest system;
    private final Thread onExit = Thread.ofPlatform().unstarted(this::stop);

    /** @param say receives a line for each step */
    public ChaosRun(ChaosConfig config, Consumer<String> say) {
        this.config = config;
        this.say = say;
        completions = new SimulatedCompletions(config.tokensPerSecond());
        provider.script(completions);
        principals = Principals.create(config.principals(), config.directory());
        Map<String, String> settings = new HashMap<>(config.settings());
        settings.putAll(principals.settings());
        system = new SystemUnderTest(config.size(), provider.baseUrl(), settings, config.directory());
        // Runs at every exit, including Ctrl-C: the processes must not outlive this one.
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /**
     * Injects the faults that the seed decides, for the configured time. Returns when everything has ended and was
     * checked.
     */
    public ChaosReport run() throws InterruptedException {
        FaultSchedule schedule = new FaultSchedule(config.seed(), config.kinds());
        return run((faults, hostile, load) -> {
            Thread.sleep(WARM_UP);
            long end = System.nanoTime() + config.faults().toNanos();
            while (System.nanoTime() < end) {
                FaultPlan plan = schedule.next();
                Thread.sleep(plan.pause());
                faults.inject(plan);
            }
            return null;
        });
    }

    /** Injects these faults in order. Returns when everything has ended and was checked. */
    public ChaosReport run(List<FaultPlan> plans) throws InterruptedException {
        return run((faults, hostile, load) -> {
            Thread.sleep(WARM_UP);
            for (FaultPlan plan : plans) {
                Thread.sleep(plan.pause());
                faults.inject(plan);
            }
            return null;
        });
    }

    /**
     * Injects no faults, but writes hostile records to every topic, and sends hostile requests to every gateway, for
     * the configured time. Returns when everything has ended and was checked; that no process logged an error, that all
     * of the clients' own requests were answered and what the gateways hold afterwards is checked too.
     *
     * @param recordsPerSecond hostile records; 0 for none
     * @param requestsPerSecond hostile requests; 0 for none
     */
    public ChaosReport fuzz(int recordsPerSecond, int requestsPerSecond) throws InterruptedException {
        return run((faults, hostile, load) -> new FuzzPhase(system, load, principals, config, say).run(hostile,
                recordsPerSecond,
                requestsPerSecond));
    }

    @FunctionalInterface
    private interface Script {
        /** Returns what hostile requests did; null if there were none. */
        FuzzResult run(FaultInjector faults, HostileWriter hostile, LoadGenerator load) throws InterruptedException;
    }

    private ChaosReport run(Script script) throws InterruptedException {
        PromiseChecker checker = new PromiseChecker();
        BilledTokens billed = new BilledTokens();
        say.accept("seed " + config.seed() + ", logs in " + config.directory());
        system.start();
        say.accept("all processes are ready");
        try (LoadGenerator load = new LoadGenerator(system.clientUrls(), principals, seen -> {
            checker.seen(seen);
            billed.seen(seen);
        });
                HostileWriter hostile = new HostileWriter(system.bootstrapServers(), config.seed(),
                        principals::keyPrefixOfClient)) {
            FaultInjector faults = new FaultInjector(system, completions, hostile, load, say);
            load.start(config.clients(), config.seed());
            long began = System.nanoTime();
            FuzzResult fuzzed = script.run(faults, hostile, load);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            say.accept("no more faults; the clients finish");
            load.finish(DRAIN_LIMIT);
            system.badEnds().forEach(bad -> checker.add("process", bad));
            faults.violations().forEach(violation -> checker.add("herd", violation));
            if (fuzzed != null) {
                fuzzed.faults().forEach(fault -> checker.add("gateway", fault));
                system.errors().forEach(error -> checker.add("process", error));
                if (load.unknown() > 0) {
                    checker.add("gateway", load.unknown() + " good requests not answered");
                }
            }
            load.isolation().leaks().forEach(checker::addLeak);
            if (load.refused() > 0) {
                checker.add("gateway", load.refused() + " good requests refused");
            }
            say.accept("all have finished; the log is checked");
            CheckResult result = checker.conclude(system.bootstrapServers(), faults.injected(), LOG_LIMIT);
            return new ChaosReport(config.seed(), seconds, faults.counts(), hostile.written(),
                    load.asked(), load.unknown(), load.isolation().tried(), load.isolation().received(), result,
                    billed.totals(provider::billedTokens, result.lost()), fuzzed,
                    config.directory());
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(onExit);
        stop();
    }

    private void stop() {
        system.close();
        provider.close();
    }
}
