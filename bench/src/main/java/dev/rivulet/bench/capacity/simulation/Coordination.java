package dev.rivulet.bench.capacity.simulation;

import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.worker.coordinator.streams.CoordinatorStreams;
import dev.rivulet.worker.coordinator.streams.LostAttemptDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The threads that coordinate, the partitions that each has, and the turns that were lost there. */
final class Coordination {

    static final double SWEEP_SECONDS = LostAttemptDetector.SWEEP.toMillis() / 1_000.0;
    private static final long SWEEP_NANOS = LostAttemptDetector.SWEEP.toNanos();
    /** Members of the group tell it so often that they live. */
    private static final long GROUP_HEARTBEAT = Duration.ofMillis(500).toNanos();

    private final EventQueue events;
    private final CoordinationThread[] byPartition;
    private final List<CoordinationThread> threads = new ArrayList<>();
    private final long inputNanos;
    private final long sweepNanos;
    private final Consumer<SimulatedTurn> place;
    private final List<SimulatedTurn> lost = new ArrayList<>();
    private final Map<CoordinationThread, Map<SimulatedWorker, Integer>> lostSweeps = new HashMap<>();
    private final List<Runnable> parked = new ArrayList<>();

    /**
     * @param inputNanos what a thread needs for an input
     * @param sweepNanos what it needs to look at the turns of one partition
     * @param place starts the next attempt of a turn
     */
    Coordination(EventQueue events, Cluster cluster, List<SimulatedWorker> coordinators, long inputNanos,
            long sweepNanos, Consumer<SimulatedTurn> place) {
        this.events = events;
        this.inputNanos = inputNanos;
        this.sweepNanos = sweepNanos;
        this.place = place;
        for (int i = 0; i < cluster.coordinationThreads(); i++) {
            threads.add(new CoordinationThread(coordinators.get(i % coordinators.size())));
        }
        byPartition = new CoordinationThread[cluster.partitions()];
        for (int i = 0; i < byPartition.length; i++) {
            byPartition[i] = threads.get(i % threads.size());
        }
    }

    SimulatedWorker workerOf(SimulatedTurn turn) {
        return byPartition[turn.partition].worker;
    }

    /** Has the turn's coordinator handle an input, and then do something; later if it is dead. */
    void handle(SimulatedTurn turn, Consumer<SimulatedTurn> then) {
        CoordinationThread thread = byPartition[turn.partition];
        if (thread.worker.isDead()) {
            parked.add(() -> handle(turn, then));
            return;
        }
        events.at(thread.serve(events.now(), inputNanos), () -> {
            if (thread.worker.isDead()) {
                parked.add(() -> handle(turn, then));
            } else {
                then.accept(turn);
            }
        });
    }

    void startSweeps(SplittableRandom random) {
        threads.forEach(thread -> events.at(random.nextLong(SWEEP_NANOS), () -> sweep(thread)));
    }

    private void sweep(CoordinationThread thread) {
        if (thread.worker.isDead()) {
            return;
        }
        long partitions = Arrays.stream(byPartition).filter(other -> other == thread).count();
        thread.serve(events.now(), partitions * sweepNanos);
        if (!lost.isEmpty()) {
            takeOver(thread);
        }
        events.after(SWEEP_NANOS, () -> sweep(thread));
    }

    /** Several sweeps in a row must find that a worker is dead before its turns start again. */
    private void takeOver(CoordinationThread thread) {
        Map<SimulatedWorker, Integer> sweeps = lostSweeps.computeIfAbsent(thread, first -> new HashMap<>());
        lost.stream().filter(turn -> byPartition[turn.partition] == thread).map(turn -> turn.owner).distinct()
                .filter(owner -> thread.worker.directory.isDead(owner.id))
                .forEach(owner -> sweeps.merge(owner, 1, Integer::sum));
        lost.removeIf(turn -> {
            boolean over = byPartition[turn.partition] == thread
                    && sweeps.getOrDefault(turn.owner, 0) >= LostAttemptDetector.REQUIRED_SWEEPS;
            if (over) {
                turn.attempt++;
                handle(turn, place);
            }
            return over;
        });
    }

    /** The turn's worker is dead. */
    void lose(SimulatedTurn turn) {
        lost.add(turn);
    }

    /** Others get the partitions of dead coordinators when the group has missed these. */
    void reassign(SplittableRandom random, long rebalanceNanos) {
        events.after(CoordinatorStreams.SESSION_TIMEOUT.toNanos() - random.nextLong(GROUP_HEARTBEAT) + rebalanceNanos,
                () -> {
                    List<CoordinationThread> alive = threads.stream().filter(thread -> !thread.worker.isDead())
                            .toList();
                    int next = 0;
                    for (int i = 0; i < byPartition.length; i++) {
                        if (byPartition[i].worker.isDead()) {
                            byPartition[i] = alive.get(next++ % alive.size());
                        }
                    }
                    List<Runnable> waiting = List.copyOf(parked);
                    parked.clear();
                    waiting.forEach(Runnable::run);
                });
    }

    /** Returns for how long each thread had something to do so far. */
    long[] busyNanos() {
        return threads.stream().mapToLong(CoordinationThread::busyNanos).toArray();
    }
}
