package dev.rivulet.worker.placement;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.worker.coordinator.session.AttemptPlacement;
import dev.rivulet.worker.execution.WorkerLoad;
import dev.rivulet.worker.liveness.WorkerDirectory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Places attempts by what heartbeats say. Counts what it has placed: on another worker since that one's last heartbeat,
 * on this one until the claim is read back and the attempt starts. One for all coordinators of a process; thread-safe.
 */
public final class WorkerPlacement implements AttemptPlacement {

    /** A claim that is not read back by then was lost with its coordinator. */
    private static final long LONGEST_CLAIM_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String self;
    private final WorkerDirectory workers;
    private final Supplier<Optional<WorkerLoad>> own;
    private final LongSupplier nanoTime;
    private final Map<SessionTurn, Long> claimedHere = new LinkedHashMap<>(); // when; guarded by this

    /** @param own the load of this worker, exactly; empty when it executes nothing, or stops */
    public WorkerPlacement(String self, WorkerDirectory workers, Supplier<Optional<WorkerLoad>> own) {
        this(self, workers, own, System::nanoTime);
    }

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public WorkerPlacement(String self, WorkerDirectory workers, Supplier<Optional<WorkerLoad>> own,
            LongSupplier nanoTime) {
        this.self = self;
        this.workers = workers;
        this.own = own;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Optional<String> place(SessionTurn turn) {
        long now = nanoTime.getAsLong();
        claimedHere.values().removeIf(since -> now - since > LONGEST_CLAIM_NANOS);
        Optional<String> chosen = PlacementRule.choose(turn, self,
                own.get().map(load -> load.plus(claimedHere.size())), workers.executors());
        chosen.ifPresent(worker -> {
            if (worker.equals(self)) {
                claimedHere.put(turn, now);
            } else {
                workers.placed(worker);
            }
        });
        return chosen;
    }

    /** The attempt was handed to this worker's executor, whose load counts it from now on. */
    public synchronized void started(SessionTurn turn) {
        claimedHere.remove(turn);
    }
}
