package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnCommand;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.AttemptLiveness;
import dev.rivulet.worker.coordinator.session.Effect;
import dev.rivulet.worker.coordinator.session.RefusedPrompt;
import dev.rivulet.worker.coordinator.session.Session;
import dev.rivulet.worker.coordinator.session.SessionMachine;
import dev.rivulet.worker.coordinator.session.Transition;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.placement.Executions;
import dev.rivulet.worker.recovery.AttemptRecovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Coordinates the sessions of one partition: loads a session's state, lets the {@link SessionMachine} decide, stores
 * the new state and carries out the effects. Runs on a Kafka Streams thread and never blocks it.
 *
 * <p>What goes wrong with one input or one session is set aside: it goes to the dead letters, the turns that it names
 * end, and the other sessions go on. Exceptions of Kafka Streams and of the clients concern the thread, and are not
 * caught.
 */
final class TurnCoordinator implements Processor<Object, Object, Object, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(TurnCoordinator.class);
    private static final Duration EXPIRY = Duration.ofSeconds(1);
    private static final Outcome FAULT = Outcome.failed(ErrorCode.INTERNAL, "The turn failed inside Rivulet.");

    private final Supplier<SessionMachine> terms;
    private final Executions executions;
    private final AttemptLiveness liveness;
    private final AttemptRecovery recovery;
    private final TurnMetrics metrics;
    private final StallDetector stallDetector;
    private final SupersededTerms superseded;
    private final Topics topics;
    private final CoordinatorSettings settings;
    private final ActiveTurnMemory memory;

    /** Of this term, which began when the partition was assigned; so are the following. */
    private SessionMachine machine;
    private LostAttemptDetector lostAttempts;
    private SessionStates states;
    private TurnIndex index;
    private EffectRunner effects;
    private DeadLetters deadLetters;
    private ProcessorContext<Object, byte[]> context;
    private final List<Cancellable> scheduled = new ArrayList<>();
    private int waiting;
    private int stalls;

    /**
     * @param terms makes a machine for each term
     * @param memory of all coordinators of the process
     */
    TurnCoordinator(Supplier<SessionMachine> terms, Executions executions, AttemptLiveness liveness,
            AttemptRecovery recovery, TurnMetrics metrics, StallDetector stallDetector, SupersededTerms superseded,
            Topics topics, CoordinatorSettings settings, ActiveTurnMemory memory) {
        this.terms = terms;
        this.executions = executions;
        this.liveness = liveness;
        this.recovery = recovery;
        this.metrics = metrics;
        this.stallDetector = stallDetector;
        this.superseded = superseded;
        this.topics = topics;
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<Object, byte[]> context) {
        this.context = context;
        machine = terms.get();
        lostAttempts = new LostAttemptDetector(liveness);
        stalls = stallDetector.stalls();
        KeyValueStore<String, byte[]> conversations = context.getStateStore(SessionStores.CONVERSATIONS);
        index = new TurnIndex(conversations);
        effects = new EffectRunner(context, settings.worker(), executions, recovery, index,
                new RecordSizeGuard(settings.maxRecordBytes(), settings.limits().inputChars()), metrics);
        deadLetters = new DeadLetters(context, topics, settings.maxRecordBytes(), metrics);
        states = new SessionStates(context.getStateStore(SessionStores.ACTIVE_TURNS), conversations,
                settings.maxStateBytes(), memory);
        states.restore(context.currentSystemTimeMs());
        addWaiting(states.active().values().stream().mapToInt(turns -> turns.queue().size()).sum());
        schedule(LostAttemptDetector.SWEEP, this::sweep);
        ConversationExpiry expiry = new ConversationExpiry(conversations, settings.retention(),
                states.active()::containsKey, System::nanoTime);
        schedule(EXPIRY, now -> {
            failIfStalled();
            expiry.deleteExpired(now);
        });
    }

    private void schedule(Duration interval, Punctuator action) {
        scheduled.add(context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, action));
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
        states.takeUnreadable(this::setAside);
        Input input = (Input) record.value();
        if (input.value() instanceof Command command) {
            superseded.check(machine, command);
        }
        try {
            process((String) record.key(), input);
        } catch (KafkaException ofTheThread) {
            throw ofTheThread;
        } catch (RuntimeException fault) {
            setAside(input, fault);
        }
    }

    private void process(String session, Input input) {
        Session before = states.load(session);
        long now = context.currentSystemTimeMs();
        Transition transition = switch (input.value()) {
            case Command command -> machine.on(before, command, now);
            case TurnFinished result -> {
                effects.read(result);
                yield machine.on(before, result, now);
            }
            case RefusedPrompt refused -> machine.on(before, refused, now);
            default -> throw new IllegalStateException("no reader forwards " + input.value().getClass());
        };
        switch (transition.index()) {
            case ADD -> index(session, (TurnFinished) input.value(), input);
            case CLEAR -> index.clear(session);
            case NONE -> {
                // Nothing ended.
            }
        }
        carryOut(session, before, transition);
    }

    private void index(String session, TurnFinished result, Input input) {
        index.add(session, result.turnId(), new IndexedTurn(input.offset(), input.source().value().length,
                context.currentSystemTimeMs()));
    }

    /** An input could not be processed. Its turn ends; if that fails too, it ends without its session being asked. */
    private void setAside(Input input, RuntimeException fault) {
        deadLetters.write(input.source(), "could not be processed (" + fault.getClass().getSimpleName() + ")");
        LOG.atError().setCause(fault).log("an input could not be processed");
        switch (input.value()) {
            case PromptRequested prompt -> end(
                    new RefusedPrompt(prompt.sessionId(), prompt.turnId(), prompt.idempotency(), FAULT));
            case RefusedPrompt refused -> report(refused);
            case TurnFinished result -> endWithoutMemory(result, input);
            case TurnCommand other -> giveUp(other.sessionId().value(), fault);
            default -> {
                // It begins and ends no turn.
            }
        }
    }

    /** A turn has ended, but the session cannot take its text. Readers get the end, and the next turn begins. */
    private void endWithoutMemory(TurnFinished result, Input input) {
        String session = result.sessionId().value();
        if (result.input() != null) {
            index(session, result, input);
        }
        effects.carryOut(session, new Effect.Publish(result.turnId(), result.terminal()));
        effects.carryOut(session, new Effect.Ended(result));
        effects.carryOut(session, new Effect.Release(result.turnId()));
        addWaiting(-states.drop(session, result.turnId()));
    }

    /** State could not be used, and is about to be deleted. The turns that it names end. */
    private void setAside(UnreadableState state) {
        deadLetters.write(state);
        state.turns().forEach(turn -> {
            SessionId session = new SessionId(state.session());
            executions.local().release(new SessionTurn(session, turn));
            end(new RefusedPrompt(session, turn, null, FAULT));
        });
    }

    private void end(RefusedPrompt refused) {
        String session = refused.sessionId().value();
        try {
            Session before = states.load(session);
            carryOut(session, before, machine.on(before, refused, context.currentSystemTimeMs()));
        } catch (KafkaException ofTheThread) {
            throw ofTheThread;
        } catch (RuntimeException fault) {
            LOG.atError().addKeyValue("turn", refused.turnId()).setCause(fault)
                    .log("a turn ends without its session's state");
            report(refused);
        }
    }

    private void report(RefusedPrompt refused) {
        effects.carryOut(refused.sessionId().value(), new Effect.Report(refused.result()));
    }

    private void sweep(long now) {
        failIfStalled();
        states.takeUnreadable(this::setAside);
        states.dropTextWithoutRoom();
        lostAttempts.update(states.active().values());
        for (String session : List.copyOf(states.active().keySet())) {
            try {
                sweep(session, now);
            } catch (KafkaException ofTheThread) {
                throw ofTheThread;
            } catch (RuntimeException fault) {
                List<TurnId> turns = Optional.ofNullable(states.active().get(session)).map(ActiveTurns::turns)
                        .orElse(List.of());
                LOG.atError().addKeyValue("turns", turns).setCause(fault).log("a session's turns are given up");
                giveUp(session, fault);
            }
        }
    }

    /** The turns of a session can neither be changed nor looked after. They end with the next sweep. */
    private void giveUp(String session, RuntimeException fault) {
        addWaiting(-states.active().getOrDefault(session, ActiveTurns.IDLE).queue().size());
        states.giveUp(session, "cannot be used (" + fault.getClass().getSimpleName() + ")");
    }

    private void sweep(String session, long now) {
        if (machine.needsSweep(states.active().get(session), lostAttempts, now)) {
            SessionId id = new SessionId(session);
            Session before = states.loadOutline(session);
            Transition transition = machine.sweep(id, before, lostAttempts, now).without(effects::isPending);
            if (!transition.session().equals(before) || transition.hasResults()) {
                before = states.load(session);
                transition = machine.sweep(id, before, lostAttempts, now).without(effects::isPending);
            }
            carryOut(session, before, transition);
        }
    }

    /**
     * Stores the state first, then carries out the effects. After a crash the input is replayed, and effects that were
     * not carried out are derived from the state again. In the other order, a turn whose end was published but not
     * stored would run again.
     */
    private void carryOut(String session, Session before, Transition transition) {
        Session after = transition.session();
        states.store(session, before, after);
        addWaiting(after.active().queue().size() - before.active().queue().size());
        transition.effects().forEach(effect -> effects.carryOut(session, effect));
    }

    private void addWaiting(int change) {
        if (change != 0) {
            waiting += change;
            metrics.waitingInSessions(change);
        }
    }

    /**
     * Kafka Streams may initialize this processor again in the same task, which keeps its schedules: after a record
     * could not be written in time, the task's state is restored ({@code TaskCorruptedException}).
     */
    @Override
    public void close() {
        scheduled.forEach(Cancellable::cancel);
        scheduled.clear();
        metrics.waitingInSessions(-waiting);
        waiting = 0;
        states.close();
    }
}
