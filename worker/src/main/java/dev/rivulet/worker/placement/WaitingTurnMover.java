package dev.rivulet.worker.placement;

import dev.rivulet.worker.execution.TurnExecutor;
import dev.rivulet.worker.execution.WorkerLoad;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up turns that wait here when another worker has room: their coordinators place them again. Looks as often as
 * heartbeats come.
 */
public final class WaitingTurnMover implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingTurnMover.class);

    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("waiting-turn-mover").factory());

    private WaitingTurnMover() {}

    /** @param maxHandOvers a turn that was passed on so often stays */
    public static WaitingTurnMover start(TurnExecutor executor, WorkerDirectory workers, int maxHandOvers,
            long intervalMs, TurnMetrics metrics) {
        WaitingTurnMover mover = new WaitingTurnMover();
        mover.timer.scheduleWithFixedDelay(() -> {
            try {
                executor.load().ifPresent(load -> metrics.passedOn(
                        executor.passOnWaiting(share(load, workers.executors().values()), maxHandOvers)));
            } catch (RuntimeException fault) {
                LOG.atError().setCause(fault).log("waiting turns could not be passed on");
            }
        }, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
        return mover;
    }

    /** Returns how many turns to pass on: the room of the others, divided among all at whom turns wait. */
    public static int share(WorkerLoad own, Collection<WorkerLoad> others) {
        if (own.waiting() == 0) {
            return 0;
        }
        long room = others.stream().mapToLong(WorkerLoad::room).sum();
        long crowded = 1 + others.stream().filter(other -> other.waiting() > 0).count();
        return (int) Math.min(own.waiting(), (room + crowded - 1) / crowded);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
