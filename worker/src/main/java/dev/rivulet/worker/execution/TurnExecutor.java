package dev.rivulet.worker.execution;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs attempts, each on a virtual thread, a bounded number at once. Never blocks its callers. An attempt stays known
 * until the coordinator has read its result, so that {@link #knows} tells a lost one from one whose result is still on
 * its way. Thread-safe.
 */
public final class TurnExecutor implements LocalExecutions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TurnExecutor.class);
    private static final long WATCHDOG_MS = 50;
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(WATCHDOG_MS);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Map<SessionTurn, TurnExecution> executions = new ConcurrentHashMap<>();
    /** Attempts that ran here and whose result is in Kafka, until their coordinator has read it. */
    private final RecentAttempts written = new RecentAttempts();
    /** A notice to stop an attempt takes another way through Kafka than its job, and can come before it. */
    private final RecentAttempts earlyStops = new RecentAttempts();
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("turn-", 0).factory());
    private final ScheduledExecutorService watchdog = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("turn-watchdog").factory());
    private final Timer timer;
    private final ExecutionContext context;
    private final Duration drainTimeout;
    private long readingSince; // of the watchdog's thread
    private volatile boolean closed;

    /** @param earlier finds what an attempt may continue */
    public TurnExecutor(LlmProvider provider, String defaultModel, TurnRecords records, AdaptiveLinger linger,
            ExecutionLimits limits, PendingPromptEvents pendingPrompts, EarlierAttempts earlier, TurnMetrics metrics) {
        this.timer = records.timer();
        this.drainTimeout = limits.drain();
        this.readingSince = timer.nanoTime();
        Slots slots = new Slots(limits.concurrent(), limits.memoryBytes(), limits.waitingBytes());
        this.context = new ExecutionContext(provider, defaultModel, records, linger, limits, slots, pendingPrompts,
                earlier, timer, metrics);
        metrics.gauges(this, executor -> executor.executions.size() - slots.waiting(), executor -> slots.waiting());
        metrics.waitingSharesGauge(slots, Slots::waitingShares);
        metrics.memoryGauge(slots, Slots::heldBytes);
        metrics.waitingMemoryGauge("slot", slots, Slots::waitingBytes);
        watchdog.scheduleWithFixedDelay(this::checkTimeouts, WATCHDOG_MS, WATCHDOG_MS, TimeUnit.MILLISECONDS);
    }

    /** Returns how busy this worker is; empty when it takes no turns any more. */
    public Optional<WorkerLoad> load() {
        if (closed) {
            return Optional.empty();
        }
        int waiting = context.slots().waiting();
        return Optional.of(new WorkerLoad(executions.size() - waiting, waiting, context.slots().room()));
    }

    /**
     * Gives up turns that wait for a slot, so that they start in other workers: those that would be next here.
     *
     * @param most how many at most
     * @param maxHandOvers a turn that was passed on so often stays
     * @return how many
     */
    public int passOnWaiting(int most, int maxHandOvers) {
        if (most == 0) {
            return 0;
        }
        Map<Slots.Ticket, TurnExecution> bySlot = new IdentityHashMap<>();
        executions.values().forEach(execution -> bySlot.put(execution.slot(), execution));
        return (int) context.slots().waitingInOrder().stream().map(bySlot::get)
                .filter(execution -> execution != null && execution.job().handOvers() < maxHandOvers).limit(most)
                .filter(TurnExecution::passOn).count();
    }

    @Override
    public void start(TurnJob job) {
        if (closed) {
            context.records().giveUp(job);
            return;
        }
        executions.compute(job.sessionTurn(), (turn, present) -> {
            if (present != null) {
                if (present.job().attempt() >= job.attempt()) {
                    return present;
                }
                present.stop(new StopReason.Abandoned());
            }
            TurnExecution execution = new TurnExecution(job, context);
            execution.requestSlot();
            if (earlyStops.covers(turn, job.attempt())) {
                execution.stop(new StopReason.Cancelled());
            }
            threads.execute(() -> run(execution));
            return execution;
        });
    }

    private void run(TurnExecution execution) {
        boolean hasResult = false;
        try {
            hasResult = execution.run();
        } finally {
            ended(execution, hasResult);
        }
    }

    /** An attempt that wrote no result is forgotten, so that its coordinator starts the turn again. */
    private void ended(TurnExecution execution, boolean hasResult) {
        executions.computeIfPresent(execution.job().sessionTurn(), (turn, present) -> {
            if (present != execution) {
                return present;
            }
            if (hasResult) {
                written.add(turn, execution.job().attempt(), timer.nanoTime());
            } else if (execution.isLost()) {
                context.records().giveUpBegun(execution.job());
            }
            return null;
        });
    }

    @Override
    public void stop(SessionTurn turn, int attempt) {
        TurnExecution execution = executions.compute(turn, (key, present) -> {
            if (present == null || present.job().attempt() < attempt) {
                earlyStops.add(turn, attempt, timer.nanoTime());
            }
            return present;
        });
        if (execution != null && execution.job().attempt() == attempt) {
            execution.stop(new StopReason.Cancelled());
        }
    }

    @Override
    public boolean knows(SessionTurn turn, int attempt) {
        TurnExecution execution = executions.get(turn);
        return execution != null && execution.job().attempt() == attempt || written.has(turn, attempt);
    }

    @Override
    public void release(SessionTurn turn) {
        TurnExecution execution = executions.remove(turn);
        if (execution != null) {
            execution.stop(new StopReason.Abandoned());
        }
        written.remove(turn);
    }

    private void checkTimeouts() {
        long now = timer.nanoTime();
        // A write that waits for Kafka also holds up the event loop that reads the other responses.
        if (context.records().blockedFor(now) > STALL_NANOS
                || executions.values().stream().anyMatch(execution -> execution.writingFor(now) > STALL_NANOS)) {
            readingSince = now;
        }
        for (TurnExecution execution : executions.values()) {
            try {
                execution.checkTimeouts(now, readingSince);
            } catch (RuntimeException fault) {
                // The other executions are checked all the same.
                LOG.atError().addKeyValue("turn", execution.job().turn()).setCause(fault).log("time-out check failed");
            }
        }
    }

    /**
     * Waits until the running executions have ended, at most the drain time-out, and gives up the rest without results:
     * another worker starts those turns again as their next attempts. Turns that wait for a slot are given up at once.
     * {@link #start} starts nothing after that.
     */
    @Override
    public void close() {
        closed = true;
        context.slots().close();
        threads.shutdown();
        LOG.atInfo().addKeyValue("running", executions.size()).addKeyValue("forAtMost", drainTimeout).log("draining");
        if (!awaitEnd(drainTimeout)) {
            LOG.atWarn().addKeyValue("running", executions.size()).log("giving up turns that still run");
            executions.values().forEach(execution -> execution.stop(new StopReason.Abandoned()));
            awaitEnd(CLOSE_TIMEOUT);
        }
        watchdog.shutdownNow();
    }

    private boolean awaitEnd(Duration timeout) {
        try {
            return threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
