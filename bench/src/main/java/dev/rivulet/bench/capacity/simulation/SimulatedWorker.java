package dev.rivulet.bench.capacity.simulation;

import dev.rivulet.worker.execution.WorkerLoad;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.liveness.WorkerRole;
import dev.rivulet.worker.liveness.WorkerStatus;
import dev.rivulet.worker.placement.WorkerPlacement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A worker with its slots, and with the real knowledge of the others and rule of placement. */
final class SimulatedWorker {

    final String id;
    final WorkerDirectory directory;
    final WorkerPlacement placement;
    private final Set<WorkerRole> roles;
    private final Consumer<SimulatedTurn> start;
    private final List<SimulatedTurn> running = new ArrayList<>();
    private final Deque<SimulatedTurn> waiting = new ArrayDeque<>();
    private final int slots;
    private boolean dead;
    private int started;

    /**
     * @param start called when a turn has got a slot
     * @param nanoTime of the simulation
     */
    SimulatedWorker(String id, boolean coordinates, int slots, int missedHeartbeats, Consumer<SimulatedTurn> start,
            LongSupplier nanoTime) {
        this.id = id;
        this.roles = coordinates ? EnumSet.allOf(WorkerRole.class) : EnumSet.of(WorkerRole.EXECUTE);
        this.slots = slots;
        this.directory = new WorkerDirectory(id, missedHeartbeats);
        this.placement = new WorkerPlacement(id, directory, () -> Optional.of(load()), nanoTime);
        this.start = start;
    }

    WorkerLoad load() {
        return new WorkerLoad(running.size(), waiting.size(), waiting.isEmpty() ? slots - running.size() : 0);
    }

    WorkerStatus status() {
        return WorkerStatus.of(roles, Optional.of(load()));
    }

    boolean isDead() {
        return dead;
    }

    int waiting() {
        return waiting.size();
    }

    /** Returns how many turns have started here. */
    int started() {
        return started;
    }

    /** Forgets what has started so far. */
    void resetStarted() {
        started = 0;
    }

    /** Takes a turn: it starts, or waits for a slot. */
    void offer(SimulatedTurn turn) {
        turn.owner = this;
        waiting.add(turn);
        grantWhatFits();
    }

    private void grantWhatFits() {
        while (!dead && !waiting.isEmpty() && running.size() < slots) {
            SimulatedTurn turn = waiting.remove();
            turn.position = running.size();
            running.add(turn);
            started++;
            start.accept(turn);
        }
    }

    void ended(SimulatedTurn turn) {
        SimulatedTurn last = running.removeLast();
        if (last != turn) {
            running.set(turn.position, last);
            last.position = turn.position;
        }
        grantWhatFits();
    }

    /** Gives up the turns that have waited longest; returns them. */
    List<SimulatedTurn> passOn(int most, int maxHandOvers) {
        List<SimulatedTurn> passed = waiting.stream().filter(turn -> turn.handOvers < maxHandOvers).limit(most)
                .toList();
        waiting.removeAll(Set.copyOf(passed));
        return passed;
    }

    /** Ends without a word. */
    void kill() {
        dead = true;
    }

    /** Returns the turns that it had, once; of those that come later too. */
    List<SimulatedTurn> lostTurns() {
        List<SimulatedTurn> lost = new ArrayList<>(running);
        lost.addAll(waiting);
        running.clear();
        waiting.clear();
        return lost;
    }
}
