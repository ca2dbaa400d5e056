package dev.rivulet.bench.scenario;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.measure.Progress;
import dev.rivulet.bench.measure.Workload;
import java.time.Duration;
import java.util.List;

/** Measures the first token in a long session and in new ones, beside many sessions with state and without. */
public final class HistoryScenario {

    /** Few, so that the system that is measured first has hardly any state. */
    private static final int WARM_UP_SESSIONS = 100;
    private static final int MADE_AT_ONCE = 100;
    /** Of a turn of the long session, and of one that is measured: its first token is. */
    private static final int TOKENS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final MeasurementRunner runner;
    private final Workload workload;
    private final Progress progress;

    /** @param workload whose turns warm up */
    public HistoryScenario(MeasurementRunner runner, Workload workload, Progress progress) {
        this.runner = runner;
        this.workload = workload;
        this.progress = progress;
    }

    /** Does nothing if the seconds are zero. */
    public void warmUp(int seconds) throws InterruptedException {
        if (seconds > 0) {
            progress.say("warming up in " + WARM_UP_SESSIONS + " sessions");
            Workload warmUp = workload.withStreams(WARM_UP_SESSIONS).warmUp(seconds);
            runner.run(runner.plan(Shape.FOLLOWED, warmUp, runner.soon()), LoadResult.class);
        }
    }

    /**
     * @param turns of the long session
     * @param sessions with state, besides it
     * @param probes turns that are measured, one after another, three times
     */
    public HistoryFigures measure(int turns, int sessions, int probes) throws InterruptedException {
        progress.say(probes + " turns, one after another, in new sessions");
        LoadResult empty = run(1, TOKENS, probes, null);
        progress.say("making " + sessions + " sessions and one of " + turns + " turns");
        LoadResult others = run(Math.min(MADE_AT_ONCE, sessions), 1, sessions, null);
        String session = runner.newName();
        LoadResult made = run(1, TOKENS, turns, session);
        progress.say(probes + " turns, one after another, in new sessions and in the long one");
        LoadResult beside = run(1, TOKENS, probes, null);
        LoadResult inLongSession = run(1, TOKENS, probes, session);
        return new HistoryFigures(runner.processes().eventLoops(), turns, sessions, empty, beside, inLongSession,
                others.flawless() && made.flawless());
    }

    /** @param session null for new ones */
    private LoadResult run(int atOnce, int tokens, int turns, String session) throws InterruptedException {
        long start = runner.soon();
        long end = start + LONGEST.toNanos();
        return runner.run(new LoadPlan(runner.newName(), Shape.POST, List.of(runner.port(Shape.POST)), atOnce, tokens,
                turns, session, start, 0, start, end, end), LoadResult.class);
    }
}
