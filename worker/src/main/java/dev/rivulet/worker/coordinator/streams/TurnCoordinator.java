package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.AttemptLiveness;
import dev.rivulet.worker.coordinator.session.Conversation;
import dev.rivulet.worker.coordinator.session.Effect;
import dev.rivulet.worker.coordinator.session.Session;
import dev.rivulet.worker.coordinator.session.SessionMachine;
import dev.rivulet.worker.coordinator.session.Transition;
import dev.rivulet.worker.execution.LocalExecutions;
import dev.rivulet.worker.liveness.StopNotice;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.recovery.AttemptRecovery;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Coordinates the sessions of one partition: loads a session's state, lets the {@link SessionMachine} decide, stores
 * the new state and carries out the effects. Runs on a Kafka Streams thread and never blocks it.
 */
final class TurnCoordinator implements Processor<Object, Object, String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(TurnCoordinator.class);
    private static final Duration SWEEP = Duration.ofMillis(100);
    private static final Duration EXPIRY = Duration.ofMinutes(1);

    private final Supplier<SessionMachine> terms;
    private final LocalExecutions local;
    private final LostAttemptDetector lostAttempts;
    private final TurnMetrics metrics;
    private final Duration conversationRetention;
    private final StallDetector stallDetector;
    private final RecordSizeGuard sizeGuard;

    /** Of this term, which began when the partition was assigned. */
    private SessionMachine machine;
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, ActiveTurns> activeTurns;
    private KeyValueStore<String, Conversation> conversations;
    private final AttemptRecovery recovery;
    /** Results that a sweep had written and that are still on their way through the log. */
    private final Set<Ending> requestedEnds = new HashSet<>();
    /**
     * The content of the store {@link #activeTurns}: ten sweeps a second over all sessions must not read the store.
     */
    private final Map<String, ActiveTurns> active = new HashMap<>();
    private int waiting;
    private int stalls;

    private record Ending(TurnId turn, int attempt) {

        static Ending of(TurnFinished result) {
            return new Ending(result.turnId(), result.attempt());
        }
    }

    /** @param terms makes a machine for each term */
    TurnCoordinator(Supplier<SessionMachine> terms, LocalExecutions local, AttemptLiveness executions,
            AttemptRecovery recovery,
            TurnMetrics metrics, Duration conversationRetention, StallDetector stallDetector,
            RecordSizeGuard sizeGuard) {
        this.terms = terms;
        this.local = local;
        this.lostAttempts = new LostAttemptDetector(executions);
        this.recovery = recovery;
        this.metrics = metrics;
        this.conversationRetention = conversationRetention;
        this.stallDetector = stallDetector;
        this.sizeGuard = sizeGuard;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        this.context = context;
        machine = terms.get();
        stalls = stallDetector.stalls();
        activeTurns = context.getStateStore(SessionStores.ACTIVE_TURNS);
        conversations = context.getStateStore(SessionStores.CONVERSATIONS);
        active.clear();
        requestedEnds.clear();
        restore();
        addWaiting(active.values().stream().mapToInt(turns -> turns.queue().size()).sum());
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
        ConversationExpiry expiry = new ConversationExpiry(conversations, conversationRetention, active::containsKey);
        context.schedule(EXPIRY, PunctuationType.WALL_CLOCK_TIME, now -> {
            failIfStalled();
            expiry.deleteExpired(now);
        });
    }

    /**
     * Loads the active turns. Drops those that have ended: state that an earlier coordinator wrote too late can contain
     * them, see {@link StallDetector}.
     */
    private void restore() {
        try (KeyValueIterator<String, ActiveTurns> restored = activeTurns.all()) {
            restored.forEachRemaining(entry -> active.put(entry.key, entry.value));
        }
        Map.copyOf(active).forEach((session, turns) -> {
            Conversation conversation = load(session).conversation();
            ActiveTurns notEnded = turns.without(turn -> conversation.endedTurn(turn).isPresent());
            if (!notEnded.equals(turns)) {
                put(session, notEnded);
            }
        });
    }

    /** @throws ProcessStalledException when the process was stalled since this term began */
    private void failIfStalled() {
        if (stallDetector.stalls() != stalls) {
            throw new ProcessStalledException();
        }
    }

    @Override
    public void process(Record<Object, Object> record) {
        failIfStalled();
        String session = (String) record.key();
        Session before = load(session);
        long now = context.currentSystemTimeMs();
        Transition transition = switch (record.value()) {
            case Command command -> machine.on(before, command, now);
            case TurnFinished result -> machine.on(before, result, now);
            default -> throw new IllegalStateException("no reader forwards " + record.value().getClass());
        };
        carryOut(session, before, transition);
    }

    private void sweep(long now) {
        failIfStalled();
        lostAttempts.update(active.values());
        List<String> due = active.entrySet().stream()
                .filter(entry -> machine.needsSweep(entry.getValue(), lostAttempts, now)).map(Map.Entry::getKey)
                .toList();
        for (String session : due) {
            Session before = load(session);
            Transition transition = machine.sweep(new SessionId(session), before, lostAttempts, now);
            carryOut(session, before, transition.without(this::isRequestedAlready));
        }
    }

    private boolean isRequestedAlready(Effect effect) {
        return switch (effect) {
            case Effect.Report report -> !requestedEnds.add(Ending.of(report.result()));
            case Effect.Recover recover -> !requestedEnds.add(Ending.of(recover.attempt().end()));
            default -> false;
        };
    }

    private Session load(String session) {
        Conversation conversation = conversations.get(session);
        return new Session(active.getOrDefault(session, ActiveTurns.IDLE),
                conversation == null ? Conversation.EMPTY : conversation);
    }

    /**
     * Stores the state first, then carries out the effects. After a crash the input is replayed, and effects that were
     * not carried out are derived from the state again. In the other order, a turn whose end was published but not
     * stored would run again.
     */
    private void carryOut(String session, Session before, Transition transition) {
        Session after = transition.session();
        if (!after.conversation().equals(before.conversation())) {
            conversations.put(session, after.conversation());
        }
        if (!after.active().equals(before.active())) {
            put(session, after.active());
            addWaiting(after.active().queue().size() - before.active().queue().size());
        }
        transition.effects().forEach(effect -> carryOut(session, effect));
    }

    private void put(String session, ActiveTurns turns) {
        if (turns.hasTurns()) {
            activeTurns.put(session, turns);
            active.put(session, turns);
        } else {
            activeTurns.delete(session);
            active.remove(session);
        }
    }

    private void carryOut(String session, Effect effect) {
        switch (effect) {
            case Effect.Claim claim -> forward(session, claim.claim().turnId(), Json.write(claim.claim()),
                    new RecordHeaders(), CoordinatorTopology.CLAIMS);
            case Effect.Dispatch dispatch -> {
                LOG.atInfo().addKeyValue("session", session).addKeyValue("turn", dispatch.job().turn())
                        .addKeyValue("attempt", dispatch.job().attempt()).log("turn dispatched");
                local.start(dispatch.job());
            }
            case Effect.Stop stop -> stop(stop);
            case Effect.Release release -> local.release(release.turn());
            case Effect.Publish publish -> publish(session, publish.about(), publish.event());
            case Effect.Report report -> forward(session, report.result().turnId(), Json.write(report.result()),
                    new RecordHeaders(), CoordinatorTopology.TURN_RESULTS);
            case Effect.Reply reply -> reply(session, reply.reply());
            case Effect.Recover recover -> recovery.submit(recover.attempt());
            case Effect.Ended ended -> {
                requestedEnds.removeIf(asked -> asked.turn().equals(ended.result().turnId()));
                metrics.ended(ended.result());
            }
        }
    }

    private void stop(Effect.Stop stop) {
        if (stop.owner().equals(machine.term().worker())) {
            local.stop(stop.turn(), stop.attempt());
        } else {
            context.forward(new Record<>(StopNotice.keyTo(stop.owner()),
                    new StopNotice(stop.turn(), stop.attempt()).json(), context.currentSystemTimeMs()),
                    CoordinatorTopology.NOTICES);
        }
    }

    private void reply(String session, CoordinatorReply reply) {
        Headers headers = new RecordHeaders();
        reply.writeTo(headers);
        forward(session, reply.requestId(), sizeGuard.json(reply), headers, CoordinatorTopology.CHUNK_EVENTS);
    }

    private void publish(String session, TurnId about, ChunkEvent event) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(about, EventType.of(event), event.attempt()).writeTo(headers, machine.term().worker());
        forward(session, about, sizeGuard.json(event), headers, CoordinatorTopology.CHUNK_EVENTS);
    }

    private void forward(String session, TurnId about, byte[] value, Headers headers, String sink) {
        long timestamp = about.recordTimestamp(context.currentSystemTimeMs());
        context.forward(new Record<>(session, value, timestamp, headers), sink);
    }

    private void addWaiting(int change) {
        waiting += change;
        metrics.waitingInSessions(change);
    }

    @Override
    public void close() {
        metrics.waitingInSessions(-waiting);
        waiting = 0;
    }
}
