package dev.rivulet.worker.coordinator;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnExecutor;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Coordinates the sessions of one partition: loads a session's state, lets the {@link SessionMachine} decide, stores the
 * new state and carries out the effects. Runs on a Streams thread and never blocks it.
 */
final class TurnCoordinator implements Processor<Object, Object, String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(TurnCoordinator.class);
    private static final Duration SWEEP = Duration.ofMillis(500);
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final SessionMachine machine;
    private final TurnExecutor executor;
    private final Executions executions;
    private final TurnMetrics metrics;
    private final Duration conversationRetention;

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, ActiveTurns> activeTurns;
    private KeyValueStore<String, Conversation> conversations;
    private int waiting;

    TurnCoordinator(SessionMachine machine, TurnExecutor executor, Executions executions, TurnMetrics metrics,
            Duration conversationRetention) {
        this.machine = machine;
        this.executor = executor;
        this.executions = executions;
        this.metrics = metrics;
        this.conversationRetention = conversationRetention;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        this.context = context;
        activeTurns = context.getStateStore(CoordinatorTopology.ACTIVE_TURNS);
        conversations = context.getStateStore(CoordinatorTopology.CONVERSATIONS);
        activeSessions().forEach(entry -> waits(entry.value.queue().size()));
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
        context.schedule(EXPIRY, PunctuationType.WALL_CLOCK_TIME, this::expire);
    }

    @Override
    public void process(Record<Object, Object> record) {
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

    /** Few sessions are active at a time, so looking at each is cheap. */
    private void sweep(long now) {
        for (KeyValue<String, ActiveTurns> entry : activeSessions()) {
            Session before = load(entry.key);
            Transition transition = machine.sweep(new SessionId(entry.key), before, executions, now);
            carryOut(entry.key, before, transition);
        }
    }

    private void expire(long now) {
        long oldest = now - conversationRetention.toMillis();
        List<String> expired = new ArrayList<>();
        try (KeyValueIterator<String, Conversation> all = conversations.all()) {
            all.forEachRemaining(entry -> {
                if (entry.value.touchedAt() < oldest && activeTurns.get(entry.key) == null) {
                    expired.add(entry.key);
                }
            });
        }
        expired.forEach(conversations::delete);
    }

    private Session load(String session) {
        ActiveTurns active = activeTurns.get(session);
        Conversation conversation = conversations.get(session);
        return new Session(active == null ? ActiveTurns.IDLE : active,
                conversation == null ? Conversation.EMPTY : conversation);
    }

    /** State first: what is sent can be sent again from it, the other way round would lose it. */
    private void carryOut(String session, Session before, Transition transition) {
        Session after = transition.session();
        if (!after.conversation().equals(before.conversation())) {
            conversations.put(session, after.conversation());
        }
        if (!after.active().equals(before.active())) {
            activeTurns.put(session, after.active().idle() ? null : after.active());
            waits(after.active().queue().size() - before.active().queue().size());
        }
        transition.effects().forEach(effect -> carryOut(session, effect));
    }

    private void carryOut(String session, Effect effect) {
        switch (effect) {
            case Effect.Dispatch dispatch -> {
                LOG.atInfo().addKeyValue("session", session).addKeyValue("turn", dispatch.job().turn())
                        .addKeyValue("attempt", dispatch.job().attempt()).log("turn dispatched");
                executor.start(dispatch.job());
            }
            case Effect.Stop stop -> executor.stop(stop.turn(), stop.attempt());
            case Effect.Release release -> executor.release(release.turn());
            case Effect.Publish publish -> publish(session, publish.turn(), publish.terminal());
            case Effect.Report report -> {
                metrics.ended(report.result());
                forward(session, report.result().turnId(), report.result(), new RecordHeaders(),
                        CoordinatorTopology.TURN_RESULTS);
            }
            case Effect.Closed closed -> metrics.ended(closed.result());
        }
    }

    private void publish(String session, TurnId turn, ChunkEvent.Terminal terminal) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(turn, EventType.of(terminal), terminal.attempt()).writeTo(headers, machine.worker());
        forward(session, turn, terminal, headers, CoordinatorTopology.CHUNK_EVENTS);
    }

    private void forward(String session, TurnId turn, Object value, Headers headers, String sink) {
        // Never before the turn's own time, so that the log's time index finds it: see TurnId.
        long timestamp = Math.max(context.currentSystemTimeMs(), turn.timestamp());
        context.forward(new Record<>(session, Json.write(value), timestamp, headers), sink);
    }

    private List<KeyValue<String, ActiveTurns>> activeSessions() {
        List<KeyValue<String, ActiveTurns>> all = new ArrayList<>();
        try (KeyValueIterator<String, ActiveTurns> entries = activeTurns.all()) {
            entries.forEachRemaining(all::add);
        }
        return all;
    }

    private void waits(int change) {
        waiting += change;
        metrics.waitingInSessions(change);
    }

    @Override
    public void close() {
        metrics.waitingInSessions(-waiting);
        waiting = 0;
    }
}
