package dev.rivulet.local.protocol;

import dev.rivulet.local.protocol.Node.Execution;
import dev.rivulet.local.protocol.Write.Partition;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.Conversation;
import dev.rivulet.worker.coordinator.session.Effect;
import dev.rivulet.worker.coordinator.session.OpenTurn;
import dev.rivulet.worker.coordinator.session.Session;
import dev.rivulet.worker.coordinator.session.SessionLimits;
import dev.rivulet.worker.coordinator.session.SessionMachine;
import dev.rivulet.worker.coordinator.session.Term;
import dev.rivulet.worker.coordinator.session.Transition;
import dev.rivulet.worker.recovery.LostAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Kafka and some workers with one turn, at one moment of one possible course of events: the coordinator's rules are the
 * real ones, what a process writes reaches Kafka in a step of its own, and a process can die before each. No time
 * passes. Not thread-safe.
 */
final class World {

    static final SessionId SESSION = new SessionId("s");
    static final TurnId TURN = new TurnId(new UUID(1_700_000_000_000L << 16 | 0x7001, 0x8000_0000_0000_0000L));
    private static final int COORDINATORS = 2;
    private static final long NOW = TURN.timestamp();
    private static final SessionLimits LIMITS = new SessionLimits(1, 100, 100, Map.of(), 4, 2, Duration.ofHours(1), 2,
            Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 100, true);

    /** The rules outside the state machine, each of which can be left out. */
    enum Rule {
        /** Lost attempts are sealed before they are read. */
        SEALS,
        /** An attempt starts only when its claim was read from the log. */
        CLAIMS_ARE_READ_BACK,
        /** A coordinator that takes over asks another worker whether it has the attempt that it was given. */
        OWNERS_ARE_ASKED
    }

    /** What the turn wants when its worker is lost. */
    enum Policy {
        RESTART(TurnOptions.NONE),
        FAIL(TurnOptions.NONE.with(OnInterruption.FAIL)),
        CONTINUE(TurnOptions.NONE.withContinuation());

        private final TurnOptions options;

        Policy(TurnOptions options) {
            this.options = options;
        }
    }

    /** Where coordinators place attempts. */
    enum Placing {
        /** In the worker that coordinates. */
        HERE,
        /** In a third worker, as long as it seems to live; it does not coordinate. */
        ELSEWHERE
    }

    private final Set<Rule> rules;
    private final Policy policy;
    private final Placing placing;
    private final int answer; // how many deltas it has
    final List<Command> commands = new ArrayList<>();
    final List<TurnFinished> results = new ArrayList<>();
    final List<ChunkEvent> events = new ArrayList<>();
    private ActiveTurns storedTurns = ActiveTurns.IDLE;
    private Conversation storedConversation = Conversation.EMPTY;
    private int committedCommands;
    private int committedResults;
    final List<Node> nodes = new ArrayList<>();
    /** All attempts that were ever started, in order. */
    final List<Integer> started = new ArrayList<>();
    private int terms;
    private int coordinator; // the node to which the partition is assigned
    private Faults left;
    private List<Object> contents; // null until it was asked for
    private int hash;

    /**
     * Faults that may still happen.
     *
     * @param deaths of a process
     * @param moves of the partition to the other worker, which the one that had it knows: no fault, but as rare as one
     * @param stalls the same while the one that had it does not know, and goes on
     * @param silences of a worker, which the other takes for dead
     */
    record Faults(int deaths, int moves, int stalls, int silences) {

        private Faults without(int ofDeaths, int ofMoves, int ofStalls, int ofSilences) {
            return new Faults(deaths - ofDeaths, moves - ofMoves, stalls - ofStalls, silences - ofSilences);
        }
    }

    /** @param answer how many deltas the turn's answer has */
    World(Set<Rule> rules, Policy policy, Placing placing, int answer, Faults faults) {
        this.rules = rules;
        this.policy = policy;
        this.placing = placing;
        this.answer = answer;
        this.left = faults;
        commands.add(PromptRequested.ofPrompt(SESSION, TURN, "p", policy.options));
        nodes.add(new Node("w-1"));
        nodes.add(new Node("w-2"));
        if (placing == Placing.ELSEWHERE) {
            nodes.add(new Node("w-3"));
        }
        assign(0);
    }

    private World(World other) {
        rules = other.rules;
        policy = other.policy;
        placing = other.placing;
        answer = other.answer;
        commands.addAll(other.commands);
        results.addAll(other.results);
        events.addAll(other.events);
        storedTurns = other.storedTurns;
        storedConversation = other.storedConversation;
        committedCommands = other.committedCommands;
        committedResults = other.committedResults;
        other.nodes.forEach(node -> nodes.add(new Node(node)));
        started.addAll(other.started);
        terms = other.terms;
        coordinator = other.coordinator;
        left = other.left;
    }

    /** Returns whether attempts run in a third worker, to which nothing has happened. */
    boolean executorLives() {
        return placing == Placing.ELSEWHERE
                && nodes.stream().skip(COORDINATORS).allMatch(node -> node.alive && node.heard);
    }

    Policy policy() {
        return policy;
    }

    /** Something that can happen. */
    record Step(String what, boolean isFault, Runnable change) {}

    /** Returns the world after its step with this number, of {@link #steps}. */
    World after(int step) {
        World next = new World(this);
        next.steps().get(step).change().run();
        return next;
    }

    /** Returns what can happen next, always in the same order. Some of it may change nothing. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.alive) {
                coordination(steps, node);
                executions(steps, node);
                faults(steps, i);
            }
        }
        return steps;
    }

    private void coordination(List<Step> steps, Node node) {
        Node.Coordination own = node.coordination;
        if (own == null) {
            return;
        }
        if (!own.steppedBack) {
            if (own.nextCommand < commands.size()) {
                steps.add(new Step(node.id + " reads a command", false, () -> readCommand(node)));
            }
            if (own.nextResult < results.size()) {
                steps.add(new Step(node.id + " reads a result", false, () -> readResult(node)));
            }
            steps.add(new Step(node.id + " sweeps", false, () -> sweep(node)));
            if (own.hasWritten()) {
                steps.add(new Step(node.id + " commits", false, () -> commit(own)));
            }
        }
        if (own.unwritten.containsKey(Partition.RECOVERY)) {
            steps.add(new Step(node.id + " recovers", false, () -> deliver(own.take(Partition.RECOVERY))));
        }
        if (left.deaths() > 0) {
            own.unwritten.keySet().stream().filter(partition -> partition != Partition.RECOVERY).toList()
                    .forEach(partition -> steps.add(new Step(node.id + " has written to " + partition, false,
                            () -> deliver(own.take(partition)))));
        } else if (!own.hasWritten()) {
            steps.add(new Step(node.id + " has written", false, () -> deliverAll(own)));
        }
    }

    private void executions(List<Step> steps, Node node) {
        node.running.forEach((attempt, execution) -> {
            String what = node.id + " attempt " + attempt;
            boolean follows = policy == Policy.CONTINUE && attempt > 1;
            if (follows && execution.sealedAt() < 0) {
                steps.add(new Step(what + " seals", false, () -> {
                    if (rules.contains(Rule.SEALS)) {
                        events.add(new Sealed(attempt - 1));
                    }
                    node.running.put(attempt, new Execution(events.size(), -1, -1));
                }));
            } else if (follows && execution.standing() < 0) {
                int stands = (int) Reader.of(events.subList(0, execution.sealedAt())).nextSeq();
                steps.add(new Step(what + " reads", false,
                        () -> node.running.put(attempt, new Execution(execution.sealedAt(), stands, -1))));
            } else if (execution.deltas() < answer) {
                steps.add(new Step(what + " writes", false, () -> write(node, attempt, execution)));
            } else {
                steps.add(new Step(what + " ends", false,
                        () -> finish(node, attempt, new Outcome.Completed("stop", null))));
            }
        });
    }

    private void write(Node node, int attempt, Execution execution) {
        int from = Math.max(0, execution.standing());
        if (execution.deltas() < 0) {
            Started start = new Started(attempt, "m", "p");
            events.add(from == 0 ? start : start.continuing(new Started.Continues(from, from)));
        } else {
            events.add(new Delta(attempt, execution.deltas(), "a"));
        }
        int next = execution.deltas() < 0 ? from : execution.deltas() + 1;
        node.running.put(attempt, new Execution(execution.sealedAt(), execution.standing(), next));
    }

    private void faults(List<Step> steps, int i) {
        Node node = nodes.get(i);
        boolean coordinates = i < COORDINATORS;
        Node other = nodes.get(coordinates ? 1 - i : 0);
        if (left.deaths() > 0 && other.alive) {
            steps.add(new Step(node.id + " dies", true, () -> {
                left = left.without(1, 0, 0, 0);
                node.die();
            }));
        }
        if (coordinates && coordinator != i) {
            moves(steps, i, other);
        }
        if (!node.heard) {
            steps.add(new Step(node.id + " is heard again", false, () -> node.heard = true));
        } else if (left.silences() > 0) {
            steps.add(new Step(node.id + " is not heard any more", true, () -> {
                left = left.without(0, 0, 0, 1);
                node.heard = false;
            }));
        }
    }

    private void moves(List<Step> steps, int to, Node from) {
        if (!from.alive) {
            steps.add(new Step(nodes.get(to).id + " takes over", false, () -> assign(to)));
        }
        if (left.moves() > 0 && from.coordination != null && !from.coordination.steppedBack) {
            steps.add(new Step("the partition moves to " + nodes.get(to).id, true, () -> {
                left = left.without(0, 1, 0, 0);
                deliverAll(from.coordination);
                commit(from.coordination);
                from.coordination = null;
                assign(to);
            }));
        }
        if (left.stalls() > 0) {
            steps.add(new Step("the partition moves to " + nodes.get(to).id + " unnoticed", true, () -> {
                left = left.without(0, 0, 1, 0);
                assign(to);
            }));
        }
    }

    private void assign(int to) {
        Node node = nodes.get(to);
        coordinator = to;
        terms++;
        ActiveTurns restored = storedTurns.restored(NOW)
                .without(turn -> storedConversation.endedTurn(turn).isPresent());
        node.coordination = new Node.Coordination(new Term(node.id, "term-" + terms, terms),
                new Session(restored, storedConversation), committedCommands, committedResults);
    }

    private SessionMachine machine(Node node) {
        return new SessionMachine(node.coordination.term, LIMITS, session -> true, turn -> Optional.of(place(node)));
    }

    private String place(Node own) {
        return placing == Placing.HERE
                ? own.id
                : nodes.stream().skip(COORDINATORS).filter(node -> node.alive && node.heard).findFirst()
                        .orElse(own).id;
    }

    private void readCommand(Node node) {
        Node.Coordination own = node.coordination;
        Command next = commands.get(own.nextCommand);
        if (machine(node).isSupersededBy(next)) {
            own.steppedBack = true;
        } else {
            own.nextCommand++;
            apply(node, machine(node).on(own.session, next, NOW));
        }
    }

    private void readResult(Node node) {
        Node.Coordination own = node.coordination;
        TurnFinished result = results.get(own.nextResult++);
        own.requestedEnds.remove(result.attempt());
        apply(node, machine(node).on(own.session, result, NOW));
    }

    private void sweep(Node node) {
        Node.Coordination own = node.coordination;
        if (machine(node).needsSweep(own.session.active(), open -> isLost(node, open), NOW)) {
            Transition swept = machine(node).sweep(SESSION, own.session, open -> isLost(node, open), NOW);
            apply(node, swept.without(effect -> switch (effect) {
                case Effect.Report report -> own.requestedEnds.contains(report.result().attempt());
                case Effect.Recover recover -> own.requestedEnds.contains(recover.attempt().end().attempt());
                default -> false;
            }));
        }
    }

    private boolean isLost(Node judge, OpenTurn open) {
        return nodes.stream().filter(node -> node.id.equals(open.owner()))
                .noneMatch(owner -> owner.alive && (owner == judge ? owner.knows(open.attempt()) : owner.heard));
    }

    /** Offsets are committed only when Kafka has all that was written. */
    private void commit(Node.Coordination own) {
        committedCommands = Math.max(committedCommands, own.nextCommand);
        committedResults = Math.max(committedResults, own.nextResult);
    }

    private void deliverAll(Node.Coordination own) {
        while (!own.hasWritten()) {
            deliver(own.take(own.unwritten.keySet().stream().filter(other -> other != Partition.RECOVERY).findFirst()
                    .orElseThrow()));
        }
    }

    private void apply(Node node, Transition transition) {
        Node.Coordination own = node.coordination;
        Session before = own.session;
        own.session = transition.session();
        if (!own.session.conversation().equals(before.conversation())) {
            own.write(new Write.StoreConversation(own.session.conversation()));
        }
        if (!own.session.active().equals(before.active())) {
            own.write(new Write.StoreTurns(own.session.active()));
        }
        transition.effects().forEach(effect -> carryOut(node, effect));
    }

    private void carryOut(Node node, Effect effect) {
        Node.Coordination own = node.coordination;
        switch (effect) {
            case Effect.Claim claim -> {
                own.write(new Write.Append(claim.claim()));
                if (!rules.contains(Rule.CLAIMS_ARE_READ_BACK)) {
                    start(node, claim.claim().attempt());
                }
            }
            case Effect.Dispatch dispatch -> {
                if (dispatch.owner().equals(node.id)) {
                    start(node, dispatch.job().attempt());
                } else {
                    own.write(new Write.Job(dispatch.owner(), dispatch.job().attempt()));
                }
            }
            case Effect.Check check -> {
                if (rules.contains(Rule.OWNERS_ARE_ASKED)) {
                    own.write(new Write.Check(check.owner(), check.attempt()));
                }
            }
            case Effect.Stop stop -> {
                if (stop.owner().equals(node.id)) {
                    stop(node, stop.attempt());
                } else {
                    own.write(new Write.Stop(stop.owner(), stop.attempt()));
                }
            }
            case Effect.Publish publish -> {
                if (publish.event() instanceof ChunkEvent.Terminal) {
                    own.write(new Write.Publish(publish.event()));
                }
            }
            case Effect.Report report -> {
                own.requestedEnds.add(report.result().attempt());
                own.write(new Write.Report(report.result()));
            }
            case Effect.Recover recover -> {
                TurnFinished end = recover.attempt().end();
                own.requestedEnds.add(end.attempt());
                if (rules.contains(Rule.SEALS)) {
                    own.write(new Write.Seal(end.attempt()));
                }
                own.write(new Write.ReportLost(recover.attempt()));
            }
            case Effect.Ended ended -> own.requestedEnds.clear();
            case Effect.Release release -> node.running.clear();
            case Effect.Reply reply -> throw new IllegalStateException("nobody asked");
            case Effect.ReplyWithTurns reply -> throw new IllegalStateException("nobody asked");
        }
    }

    private void start(Node node, int attempt) {
        if (node.running.keySet().stream().noneMatch(present -> present >= attempt)) {
            node.running.clear();
            node.running.put(attempt, Execution.NEW);
            started.add(attempt);
        }
    }

    /** A job comes to its worker. */
    private void take(Node node, int attempt) {
        if (node.takes(attempt)) {
            start(node, attempt);
            if (node.stoppedEarly >= attempt) {
                finish(node, attempt, Outcome.cancelled());
            }
        }
    }

    /** A worker that has not got the attempt gives it up. */
    private void check(Node node, int attempt) {
        if (!node.knows(attempt)) {
            boolean begun = !node.takes(attempt);
            commands.add(new AttemptGivenUp(SESSION, TURN, attempt, node.id, begun ? true : null));
        }
    }

    private void stop(Node node, int attempt) {
        if (node.running.containsKey(attempt)) {
            finish(node, attempt, Outcome.cancelled());
        } else if (!node.knows(attempt)) {
            node.stoppedEarly = Math.max(node.stoppedEarly, attempt);
        }
    }

    private void finish(Node node, int attempt, Outcome outcome) {
        Execution execution = node.running.remove(attempt);
        node.ended.add(attempt);
        results.add(result(attempt, node.id, outcome, Math.max(0, Math.max(execution.standing(), execution.deltas()))));
    }

    private void at(String id, Consumer<Node> change) {
        nodes.stream().filter(node -> node.alive && node.id.equals(id)).forEach(change);
    }

    private void deliver(Write write) {
        switch (write) {
            case Write.StoreConversation store -> storedConversation = store.conversation();
            case Write.StoreTurns store -> storedTurns = store.turns();
            case Write.Publish publish -> events.add(publish.event());
            case Write.Append append -> commands.add(append.command());
            case Write.Report report -> results.add(report.end());
            case Write.Stop stop -> at(stop.owner(), node -> stop(node, stop.attempt()));
            case Write.Job job -> at(job.owner(), node -> take(node, job.attempt()));
            case Write.Check check -> at(check.owner(), node -> check(node, check.attempt()));
            case Write.Seal seal -> events.add(new Sealed(seal.attempt()));
            case Write.ReportLost report -> {
                TurnFinished end = report.lost().end();
                results.add(result(end.attempt(), end.owner(), end.outcome(), standing(report.lost())));
            }
        }
    }

    /** Returns how many deltas stand of a lost attempt: before its seal, and of those that it continues. */
    private long standing(LostAttempt lost) {
        int attempt = lost.end().attempt();
        List<ChunkEvent> before = events.stream()
                .takeWhile(event -> !(event instanceof Sealed seal && seal.attempt() >= attempt)).toList();
        Reader reader = Reader.of(before);
        return lost.continues() || reader.attempt() == attempt ? reader.nextSeq() : 0;
    }

    private static TurnFinished result(int attempt, String owner, Outcome outcome, long deltas) {
        return new TurnFinished(SESSION, TURN, attempt, owner, outcome, deltas, "a".repeat((int) deltas), "m", "p",
                new Timings(1, null, 2));
    }

    /** Everything that tells this world from another, as far as it matters for what comes. */
    private List<Object> contents() {
        if (contents == null) {
            contents = List.of(nodes.stream().map(Node::contents).toList(), storedTurns, storedConversation,
                    committedCommands, committedResults, events, results, commands, started, terms, coordinator, left);
            hash = contents.hashCode();
        }
        return contents;
    }

    /** To be asked only when nothing changes here any more. */
    @Override
    public boolean equals(Object other) {
        return other instanceof World that && hashCode() == that.hashCode() && contents().equals(that.contents());
    }

    @Override
    public int hashCode() {
        contents();
        return hash;
    }
}
