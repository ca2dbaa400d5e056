package dev.rivulet.worker.execution;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs attempts, each on a virtual thread, a bounded number at once. Never blocks its callers. An execution stays known
 * here until the coordinator has taken over its result, so that {@link #knows} tells a lost one from one whose result is
 * still under way. Thread-safe.
 */
public final class TurnExecutor implements AutoCloseable {

    private static final long WATCHDOG_MS = 50;

    private final Map<TurnId, TurnExecution> executions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("delta-timer").factory());
    private final ScheduledExecutorService watchdog = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("turn-watchdog").factory());
    private final ExecutionContext context;
    private volatile boolean closed;

    public TurnExecutor(LlmProvider provider, String defaultModel, TurnRecords records, ExecutionLimits limits,
            TurnMetrics metrics) {
        Slots slots = new Slots(limits.concurrent(), limits.queue());
        this.context = new ExecutionContext(provider, defaultModel, records, limits, slots, timer, metrics);
        metrics.gauges(this, executor -> executor.executions.size() - slots.waiting(), executor -> slots.waiting());
        watchdog.scheduleWithFixedDelay(this::checkTimeouts, WATCHDOG_MS, WATCHDOG_MS, TimeUnit.MILLISECONDS);
    }

    /** Starts an attempt, unless it is here already. An older attempt of the turn that still runs here is given up. */
    public void start(TurnJob job) {
        if (closed) {
            return;
        }
        executions.compute(job.turn(), (turn, present) -> {
            if (present != null) {
                if (present.job().attempt() >= job.attempt()) {
                    return present;
                }
                present.stop(new StopReason.Abandoned());
            }
            TurnExecution execution = new TurnExecution(job, context);
            Thread.ofVirtual().name("turn-" + turn).start(execution);
            return execution;
        });
    }

    /** Cancels an attempt if it runs here. Its result follows. */
    public void stop(TurnId turn, int attempt) {
        TurnExecution execution = executions.get(turn);
        if (execution != null && execution.job().attempt() == attempt) {
            execution.stop(new StopReason.Cancelled());
        }
    }

    /** Whether the attempt runs here or has a result under way. */
    public boolean knows(TurnId turn, int attempt) {
        TurnExecution execution = executions.get(turn);
        return execution != null && execution.job().attempt() == attempt;
    }

    /** The turn is over: forgets its execution, and gives it up should it still run. */
    public void release(TurnId turn) {
        TurnExecution execution = executions.remove(turn);
        if (execution != null && !execution.ended()) {
            execution.stop(new StopReason.Abandoned());
        }
    }

    private void checkTimeouts() {
        long now = System.nanoTime();
        executions.values().forEach(execution -> execution.checkTimeouts(now));
    }

    /** Gives up everything that runs, without results: the turns go on elsewhere as their next attempts. */
    @Override
    public void close() {
        closed = true;
        executions.values().forEach(execution -> execution.stop(new StopReason.Abandoned()));
        timer.shutdownNow();
        watchdog.shutdownNow();
    }
}
