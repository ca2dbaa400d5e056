package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.recovery.LostAttempt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The log of one session, workers, and coordinators that read and write the log. What a coordinator writes is in the
 * log only when it is delivered, for each partition in order; a crash loses the rest, and offsets are committed only
 * when all is delivered. Each input comes a millisecond after the one before.
 */
final class SimulatedCluster {

    static final String ENDLESS = "endless";
    private static final long BEGIN = 1_700_000_000_000L;

    final List<Command> commands = new ArrayList<>();
    final List<TurnFinished> results = new ArrayList<>();
    final List<ChunkEvent.OfSession> sessionEvents = new ArrayList<>();
    final Map<TurnId, List<ChunkEvent.Terminal>> terminals = new HashMap<>();
    final Set<TurnId> replies = new HashSet<>();
    final Map<TurnId, TurnFinished> index = new HashMap<>();
    private final Map<Attempt, Long> deltas = new HashMap<>(); // in the log
    private final Map<Attempt, Long> sealed = new HashMap<>(); // how many of them are before the attempt's first seal
    /** The events of turns that are continued. */
    final SimulatedEvents events = new SimulatedEvents();
    final List<Worker> workers = new ArrayList<>();
    /** Chooses the worker for the next attempt that a coordinator claims; null: its own. */
    private UnaryOperator<Worker> placement = own -> own;
    /** Whether a worker passes on the next job that reaches it. */
    private BooleanSupplier passesOn = () -> false;
    /** Whether stop notices reach other workers. */
    boolean noticesArrive = true;
    private Conversation conversation = Conversation.EMPTY;
    private ActiveTurns active = ActiveTurns.IDLE;
    private int commandsCommitted;
    private int resultsCommitted;
    private int terms;
    private long now = BEGIN;

    private record Attempt(TurnId turn, int number) {}

    /** A process that runs attempts. */
    static final class Worker {

        final String id;
        final Map<TurnId, TurnJob> running = new HashMap<>();
        final List<TurnJob> started = new ArrayList<>();
        private final Set<TurnJob> written = new HashSet<>();
        private final Map<TurnId, Integer> taken = new HashMap<>();
        private final Map<TurnId, Integer> earlyStops = new HashMap<>();
        boolean alive = true;
        /** False while the others take it for dead. */
        boolean heard = true;

        Worker(String id) {
            this.id = id;
        }

        private void start(TurnJob job) {
            TurnJob present = running.get(job.turn());
            if (present == null || present.attempt() < job.attempt()) {
                running.put(job.turn(), job);
                started.add(job);
            }
        }

        private boolean knows(TurnId turn, int attempt) {
            TurnJob job = running.get(turn);
            return job != null && job.attempt() == attempt || written.stream()
                    .anyMatch(past -> past.turn().equals(turn) && past.attempt() == attempt);
        }

        /** Returns whether it has not got the attempt before, nor said that it has not got it. */
        private boolean takes(TurnId turn, int attempt) {
            boolean first = taken.getOrDefault(turn, 0) < attempt;
            taken.merge(turn, attempt, Math::max);
            return first;
        }
    }

    Worker worker(String id) {
        Worker worker = new Worker(id);
        workers.add(worker);
        return worker;
    }

    /** A new term, with the state that was delivered. */
    Coordinator coordinator(Worker worker) {
        return coordinator(worker, null);
    }

    /** A new term, with the state that was delivered, in a generation of the consumer group. */
    Coordinator coordinator(Worker worker, Integer generation) {
        return new Coordinator(worker, generation);
    }

    /** Executions write a delta, and end, except endless ones. */
    void finishExecutions() {
        writeDeltas();
        for (Worker worker : workers) {
            List.copyOf(worker.running.values()).stream().filter(job -> !isEndless(job) && isPrompted(job.turn()))
                    .filter(job -> !SimulatedEvents.continues(job) || events.hasBegun(job))
                    .forEach(job -> finish(worker, job, new Outcome.Completed("stop", null)));
        }
    }

    /** Each execution writes a delta. */
    void writeDeltas() {
        workers.stream().flatMap(worker -> worker.running.values().stream()).filter(job -> isPrompted(job.turn()))
                .forEach(job -> {
                    if (SimulatedEvents.continues(job)) {
                        events.proceed(job);
                    } else {
                        deltas.merge(new Attempt(job.turn(), job.attempt()), 1L, Long::sum);
                    }
                });
    }

    /** Returns how many deltas of an attempt the log's readers are shown. */
    long shown(TurnId turn, int attempt) {
        Attempt key = new Attempt(turn, attempt);
        return sealed.getOrDefault(key, deltas.getOrDefault(key, 0L));
    }

    private void seal(LostAttempt lost) {
        TurnFinished end = lost.end();
        if (lost.continues()) {
            events.add(end.turnId(), new Sealed(end.attempt()));
            return;
        }
        Attempt key = new Attempt(end.turnId(), end.attempt());
        sealed.putIfAbsent(key, deltas.getOrDefault(key, 0L));
    }

    private TurnFinished recovered(LostAttempt lost) {
        TurnFinished end = lost.end();
        long seq = lost.continues() ? events.read(end.turnId()).deltas : shown(end.turnId(), end.attempt());
        return result(end.turnId(), end.attempt(), end.owner(), end.outcome(), seq).withInput(end.input());
    }

    private static TurnFinished result(TurnId turn, int attempt, String owner, Outcome outcome, long seq) {
        return new TurnFinished(SessionScript.SESSION, turn, attempt, owner, outcome, seq, "a", "m", "p",
                new Timings(1, null, 2));
    }

    /** An execution writes nothing before its turn's {@code prompt} is in the log. */
    private boolean isPrompted(TurnId turn) {
        return sessionEvents.stream().anyMatch(event -> event instanceof TurnPrompt && event.about().equals(turn));
    }

    private static boolean isEndless(TurnJob job) {
        return job.messages().getLast().content().equals(ENDLESS);
    }

    private void finish(Worker worker, TurnJob job, Outcome outcome) {
        worker.running.remove(job.turn());
        worker.written.add(job);
        long seq = SimulatedEvents.continues(job)
                ? events.seq(job)
                : deltas.getOrDefault(new Attempt(job.turn(), job.attempt()), 0L);
        results.add(result(job.turn(), job.attempt(), worker.id, outcome, seq).withInput(job.input()));
    }

    /** Attempts are claimed for any worker, and workers may pass jobs on, or get them twice. */
    void place(UnaryOperator<Worker> chosen, BooleanSupplier passedOn) {
        placement = chosen;
        passesOn = passedOn;
    }

    /** A job reaches its worker. */
    private void bring(String owner, TurnJob job) {
        workers.stream().filter(worker -> worker.alive && worker.id.equals(owner)).forEach(worker -> {
            if (!worker.takes(job.turn(), job.attempt())) {
                return;
            }
            if (passesOn.getAsBoolean()) {
                commands.add(new AttemptGivenUp(SessionScript.SESSION, job.turn(), job.attempt(), owner));
                return;
            }
            worker.start(job);
            if (worker.earlyStops.getOrDefault(job.turn(), 0) >= job.attempt()) {
                finish(worker, job, Outcome.cancelled());
            }
        });
    }

    private void check(Effect.Check check) {
        workers.stream().filter(worker -> worker.alive && worker.id.equals(check.owner())
                && !worker.knows(check.turn(), check.attempt())).forEach(worker -> {
                    boolean begun = !worker.takes(check.turn(), check.attempt());
                    commands.add(new AttemptGivenUp(SessionScript.SESSION, check.turn(), check.attempt(), worker.id,
                            begun ? true : null));
                });
    }

    private void stop(Effect.Stop stop) {
        workers.stream().filter(worker -> worker.alive && worker.id.equals(stop.owner())).forEach(worker -> {
            TurnJob job = worker.running.get(stop.turn());
            if (job == null || job.attempt() < stop.attempt()) {
                worker.earlyStops.merge(stop.turn(), stop.attempt(), Math::max);
            }
            if (job != null && job.attempt() == stop.attempt()) {
                finish(worker, job, Outcome.cancelled());
            }
        });
    }

    List<TurnJob> started() {
        return workers.stream().flatMap(worker -> worker.started.stream()).toList();
    }

    /** What one coordinator writes, by partition. */
    private enum Partition {
        CONVERSATIONS,
        ACTIVE_TURNS,
        EVENTS,
        COMMANDS,
        RESULTS,
        NOTICES,
        JOBS,
        RECOVERED
    }

    final class Coordinator {

        final Worker worker;
        final SessionMachine machine;
        private final Map<Partition, Deque<Runnable>> undelivered = new EnumMap<>(Partition.class);
        private final Map<TurnId, Set<Integer>> requestedEnds = new HashMap<>(); // attempts by turn
        private int nextCommand = commandsCommitted;
        private int nextResult = resultsCommitted;
        Session session;
        /** Whether it knows that another coordinates the session. */
        boolean steppedBack;

        private Coordinator(Worker worker, Integer generation) {
            this.worker = worker;
            machine = new SessionMachine(new Term(worker.id, "term-" + ++terms, generation), SessionScript.LIMITS,
                    session -> true, turn -> Optional.of(placement.apply(worker).id));
            session = new Session(active.without(turn -> conversation.endedTurn(turn).isPresent()), conversation);
            for (Partition partition : Partition.values()) {
                undelivered.put(partition, new ArrayDeque<>());
            }
        }

        boolean readCommand() {
            if (nextCommand == commands.size() || steppedBack) {
                return false;
            }
            if (machine.isSupersededBy(commands.get(nextCommand))) {
                steppedBack = true;
                return false;
            }
            Transition transition = machine.on(session, commands.get(nextCommand++), ++now);
            if (transition.index() == Transition.IndexChange.CLEAR) {
                write(Partition.CONVERSATIONS, index::clear);
            }
            apply(transition);
            return true;
        }

        boolean readResult() {
            if (nextResult == results.size() || steppedBack) {
                return false;
            }
            TurnFinished result = results.get(nextResult++);
            Transition transition = machine.on(session, result, ++now);
            if (transition.index() == Transition.IndexChange.ADD) {
                write(Partition.CONVERSATIONS, () -> index.put(result.turnId(), result));
            }
            apply(transition);
            return true;
        }

        void sweep() {
            now++;
            if (!steppedBack && machine.needsSweep(session.active(), this::isLost, now)) {
                Transition swept = machine.sweep(SessionScript.SESSION, session, this::isLost, now);
                apply(swept.without(effect -> switch (effect) {
                    case Effect.Report report -> !request(report.result());
                    case Effect.Recover recover -> !request(recover.attempt().end());
                    default -> false;
                }));
            }
        }

        /** Returns false when a result of the attempt is on its way already. */
        private boolean request(TurnFinished end) {
            return requestedEnds.computeIfAbsent(end.turnId(), turn -> new HashSet<>()).add(end.attempt());
        }

        private boolean isLost(OpenTurn open) {
            return workers.stream().filter(other -> other.id.equals(open.owner()))
                    .noneMatch(other -> other.alive
                            && (other == worker ? other.knows(open.id(), open.attempt()) : other.heard));
        }

        private void apply(Transition transition) {
            Session after = transition.session();
            if (!after.conversation().equals(session.conversation())) {
                write(Partition.CONVERSATIONS, () -> conversation = after.conversation());
            }
            if (!after.active().equals(session.active())) {
                write(Partition.ACTIVE_TURNS, () -> active = after.active());
            }
            session = after;
            transition.effects().forEach(this::carryOut);
        }

        private void carryOut(Effect effect) {
            switch (effect) {
                case Effect.Claim claim -> write(Partition.COMMANDS, () -> commands.add(claim.claim()));
                case Effect.Dispatch dispatch when dispatch.owner().equals(worker.id) -> worker.start(dispatch.job());
                case Effect.Dispatch dispatch -> {
                    write(Partition.JOBS, () -> bring(dispatch.owner(), dispatch.job()));
                    write(Partition.JOBS, () -> bring(dispatch.owner(), dispatch.job()));
                }
                case Effect.Check check -> write(Partition.JOBS, () -> check(check));
                case Effect.Stop stop -> {
                    if (stop.owner().equals(worker.id)) {
                        stop(stop);
                    } else {
                        write(Partition.NOTICES, () -> {
                            if (noticesArrive) {
                                stop(stop);
                            }
                        });
                    }
                }
                case Effect.Publish publish -> write(Partition.EVENTS, () -> {
                    switch (publish.event()) {
                        case ChunkEvent.Terminal end -> {
                            terminals.computeIfAbsent(publish.about(), turn -> new ArrayList<>()).add(end);
                            events.add(publish.about(), end);
                        }
                        case ChunkEvent.OfSession event -> sessionEvents.add(event);
                        default -> throw new IllegalStateException("no event of a coordinator");
                    }
                });
                case Effect.Reply(CoordinatorReply reply) ->
                    write(Partition.EVENTS, () -> replies.add(reply.requestId()));
                case Effect.ReplyWithTurns reply ->
                    write(Partition.EVENTS, () -> replies.add(reply.reply().requestId()));
                case Effect.Report report -> {
                    request(report.result());
                    write(Partition.RESULTS, () -> results.add(report.result()));
                }
                case Effect.Recover recover -> {
                    write(Partition.RECOVERED, () -> seal(recover.attempt()));
                    write(Partition.RECOVERED, () -> results.add(recovered(recover.attempt())));
                }
                case Effect.Ended ended ->
                    requestedEnds.remove(ended.result().turnId());
                case Effect.Release release -> worker.running.remove(release.turn());
            }
        }

        private void write(Partition partition, Runnable record) {
            undelivered.get(partition).add(record);
        }

        /** Delivers a random part of what was written, for each partition from its beginning. */
        void deliverSome(Random random) {
            undelivered.values().forEach(records -> {
                for (int count = random.nextInt(records.size() + 1); count > 0; count--) {
                    records.remove().run();
                }
            });
        }

        void deliver() {
            undelivered.values().forEach(records -> {
                while (!records.isEmpty()) {
                    records.remove().run();
                }
            });
        }

        void deliverState() {
            List.of(Partition.CONVERSATIONS, Partition.ACTIVE_TURNS).forEach(partition -> {
                while (!undelivered.get(partition).isEmpty()) {
                    undelivered.get(partition).remove().run();
                }
            });
        }

        void commit() {
            deliver();
            commandsCommitted = nextCommand;
            resultsCommitted = nextResult;
        }
    }

    void kill(Worker worker) {
        worker.alive = false;
        worker.running.clear();
    }
}
