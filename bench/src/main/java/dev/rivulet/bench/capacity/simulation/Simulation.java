package dev.rivulet.bench.capacity.simulation;

import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.worker.WorkerConfig;
import dev.rivulet.worker.liveness.WorkerStatus;
import dev.rivulet.worker.placement.WaitingTurnMover;
import dev.rivulet.worker.placement.WorkerPlacement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Turns on their way through a cluster: accepted, placed by a coordinator, claimed, given to a worker, waiting for a
 * slot, running, ended. Simulated are the times of these events; placement, the partition of a session, what heartbeats
 * tell, who is dead and which turns are passed on are decided by the code that runs in workers. The same scenario gives
 * the same result. For one thread.
 */
public final class Simulation {

    /** A turn is three inputs of its coordinator: the prompt, the claim that is read back, and the result. */
    private static final int INPUTS = 3;
    /** How long after the window turns are waited for. */
    private static final long LONGEST_REST = Duration.ofSeconds(20).toNanos();
    /** So many turns for each worker. */
    private static final int FILLED_BY_RULE = 50;
    private static final long STEP = Duration.ofMillis(100).toNanos();
    private static final double NANOS_PER_SECOND = 1e9;

    private final Scenario scenario;
    private final EventQueue events = new EventQueue();
    private final SplittableRandom random;
    private final Arrivals arrivals;
    private final Statistics statistics;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<String, SimulatedWorker> byId = new LinkedHashMap<>();
    private final Coordination coordination;
    private final long hop;
    private final long jobHop;
    private final long heartbeat;
    private final long windowFrom;
    private final long windowTo;
    private long turns;

    private Simulation(Scenario scenario) {
        this.scenario = scenario;
        Cluster cluster = scenario.cluster();
        WorkerConfig settings = cluster.settings();
        // Not the numbers of the arrivals: answers would be the longer the later the next turn comes.
        this.random = new SplittableRandom(scenario.seed()).split();
        this.arrivals = new Arrivals(scenario.load().turns(), scenario.seed());
        this.hop = scenario.delays().coordination().toNanos();
        this.jobHop = scenario.delays().job().toNanos();
        this.heartbeat = settings.heartbeatInterval().toNanos();
        this.windowFrom = scenario.settle().toNanos();
        this.windowTo = windowFrom + scenario.measured().toNanos();
        this.statistics = new Statistics(windowFrom, windowTo);
        for (int i = 0; i < cluster.workers(); i++) {
            SimulatedWorker worker = new SimulatedWorker("worker-%08x".formatted(random.nextInt()),
                    i < cluster.coordinators(), settings.concurrentTurns(), settings.missedHeartbeats(),
                    this::started, events::now);
            workers.add(worker);
            byId.put(worker.id, worker);
        }
        long inputNanos = Math.round(scenario.coordination().turn() * 1_000 / INPUTS);
        double sweptTokens = scenario.load().tokens() * Coordination.SWEEP_SECONDS / cluster.partitions();
        this.coordination = new Coordination(events, cluster, workers.subList(0, cluster.coordinators()), inputNanos,
                Math.round(scenario.coordination().token() * 1_000 * sweptTokens), this::place);
    }

    /** Runs a scenario. */
    public static SimulationResult run(Scenario scenario) {
        return new Simulation(scenario).run();
    }

    private SimulationResult run() {
        // From the start it is known who is alive, and could be known who is dead.
        for (int i = 0; i <= scenario.cluster().settings().missedHeartbeats(); i++) {
            tellAll();
        }
        if (scenario.warm()) {
            fill();
            tellAll();
        }
        workers.forEach(worker -> events.at(random.nextLong(heartbeat), () -> beat(worker)));
        coordination.startSweeps(random);
        events.at(arrivals.getAsLong(), this::arrive);
        events.runUntil(windowFrom);
        workers.forEach(SimulatedWorker::resetStarted);
        long[] busyBefore = coordination.busyNanos();
        events.runUntil(windowTo);
        long[] busy = coordination.busyNanos();
        for (int i = 0; i < busy.length; i++) {
            busy[i] -= busyBefore[i];
        }
        List<Integer> starts = workers.stream().map(SimulatedWorker::started).toList();
        kill();
        for (long end = windowTo + STEP; !statistics.complete() && end <= windowTo + LONGEST_REST; end += STEP) {
            events.runUntil(end);
        }
        return statistics.result(busy, starts, events.handled());
    }

    /**
     * As many turns as the load has are somewhere in their answers. The first ones are placed as in life; the others
     * are in the same workers, since with a million that would take as long as all the rest.
     */
    private void fill() {
        int most = (int) Math.min(scenario.load().streams(), scenario.cluster().slots());
        List<SimulatedWorker> owners = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            SimulatedTurn turn = turn(-1, scenario.lengths().rest(random));
            if (i < FILLED_BY_RULE * workers.size()) {
                WorkerPlacement placement = coordination.workerOf(turn).placement;
                owners.add(byId.get(placement.place(turn.name).orElseThrow()));
                placement.started(turn.name);
            }
            owners.get(i % owners.size()).offer(turn);
            if (i < FILLED_BY_RULE * workers.size() && i % workers.size() == 0) {
                tellAll();
            }
        }
    }

    private void tellAll() {
        workers.forEach(worker -> receive(worker, worker.status()));
    }

    private SimulatedTurn turn(long acceptedAt, double length) {
        SessionId session = new SessionId("s-" + turns);
        TurnId id = new TurnId(new UUID(turns++ << 16 | 0x7000, Long.MIN_VALUE));
        return new SimulatedTurn(new SessionTurn(session, id),
                SessionPartition.of(session, scenario.cluster().partitions()), acceptedAt,
                scenario.delays().execution().toNanos()
                        + Math.round(length * scenario.load().turnSeconds() * NANOS_PER_SECOND));
    }

    private void arrive() {
        SimulatedTurn turn = turn(events.now(), scenario.lengths().whole(random));
        statistics.accepted(turn);
        events.after(hop, () -> coordination.handle(turn, this::place));
        events.at(arrivals.getAsLong(), this::arrive);
    }

    /** The claim that names the chosen worker is on its way through the log. */
    private void place(SimulatedTurn turn) {
        String chosen = coordination.workerOf(turn).placement.place(turn.name).orElseThrow();
        SimulatedWorker owner = byId.get(chosen);
        events.after(hop, () -> coordination.handle(turn, claimed -> dispatch(claimed, owner)));
    }

    private void dispatch(SimulatedTurn turn, SimulatedWorker owner) {
        SimulatedWorker coordinator = coordination.workerOf(turn);
        statistics.placed(owner == coordinator, events.now());
        if (owner == coordinator) {
            coordinator.placement.started(turn.name);
            give(turn, owner);
        } else {
            events.after(jobHop, () -> give(turn, owner));
        }
    }

    private void give(SimulatedTurn turn, SimulatedWorker owner) {
        owner.offer(turn);
        if (owner.isDead()) {
            loseTurnsOf(owner);
        }
    }

    private void started(SimulatedTurn turn) {
        SimulatedWorker owner = turn.owner;
        int attempt = turn.attempt;
        statistics.started(turn, events.now());
        events.after(turn.length, () -> {
            if (turn.attempt == attempt && !owner.isDead()) {
                owner.ended(turn);
                events.after(hop, () -> coordination.handle(turn, result -> {}));
            }
        });
    }

    private void beat(SimulatedWorker worker) {
        if (worker.isDead()) {
            return;
        }
        WorkerStatus status = worker.status();
        statistics.busy(worker.load().busy(), events.now());
        events.after(hop, () -> receive(worker, status));
        if (worker.waiting() > 0) {
            passOnWaiting(worker);
        }
        events.after(heartbeat, () -> beat(worker));
    }

    private void receive(SimulatedWorker from, WorkerStatus status) {
        for (SimulatedWorker worker : workers) {
            worker.directory.onHeartbeat(from.id, status);
        }
    }

    private void passOnWaiting(SimulatedWorker worker) {
        List<SimulatedTurn> passed = worker.passOn(
                WaitingTurnMover.share(worker.load(), worker.directory.executors().values()),
                scenario.cluster().settings().maxHandOvers());
        statistics.passedOn(passed.size(), events.now());
        passed.forEach(turn -> {
            turn.handOvers++;
            events.after(hop, () -> coordination.handle(turn, this::place));
        });
    }

    /** Executors first; coordinators too if there are not enough of them. */
    private void kill() {
        statistics.killed(events.now());
        List<SimulatedWorker> killed = workers.subList(workers.size() - scenario.killed(), workers.size());
        killed.forEach(SimulatedWorker::kill);
        killed.forEach(this::loseTurnsOf);
        if (scenario.killed() > scenario.cluster().executors()) {
            coordination.reassign(random, scenario.delays().rebalance().toNanos());
        }
    }

    private void loseTurnsOf(SimulatedWorker dead) {
        dead.lostTurns().forEach(turn -> {
            statistics.lost(turn);
            coordination.lose(turn);
        });
    }
}
