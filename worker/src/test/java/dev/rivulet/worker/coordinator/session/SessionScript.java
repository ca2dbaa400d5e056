package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.ForgetRequested;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnPage;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One session driven by inputs, as its coordinator would: keeps the state, notes what was asked for. */
public final class SessionScript {

    static final String WORKER = "worker-1";
    public static final SessionId SESSION = new SessionId("s-1");
    public static final SessionLimits LIMITS = new SessionLimits(3, 100, 1_000, Map.of(), 4, 2, Duration.ofHours(24), 3,
            Duration.ofMinutes(10),
            Duration.ofMinutes(30), Duration.ofMinutes(10), 200, true);

    private static int terms;

    private final SessionMachine machine;
    private int turns;
    Transition.IndexChange index; // of the last input
    /** The worker for which attempts are claimed; empty: there is none. */
    Optional<String> executor;
    /** Whether claims are read back at once, as long as the log has nothing else in between. */
    boolean claimsComeBack = true;
    Session session = Session.NEW;
    long now = 1_700_000_000_000L;
    /** Of the last input, and of the claims that it brought. */
    List<Effect> effects = List.of();
    /** Of all inputs. */
    final List<TurnJob> dispatched = new ArrayList<>();

    SessionScript() {
        this(WORKER, LIMITS);
    }

    SessionScript(SessionLimits limits) {
        this(WORKER, limits);
    }

    private SessionScript(String worker, SessionLimits limits) {
        executor = Optional.of(worker);
        machine = new SessionMachine(new Term(worker, "term-" + ++terms, null), limits, session -> true,
                turn -> executor);
    }

    /** The same session after its coordination moved. */
    SessionScript movedTo(String worker) {
        return movedTo(worker, session);
    }

    /** The same session after its coordination moved to a machine whose clock is off. */
    SessionScript movedTo(String worker, long skew) {
        SessionScript there = movedTo(worker, session);
        there.now += skew;
        there.session = new Session(session.active().restored(there.now), session.conversation());
        return there;
    }

    /** The session's coordination moved, and of its state this is what had reached Kafka. */
    SessionScript movedTo(String worker, Session restored) {
        SessionScript there = new SessionScript(worker, machine.limits());
        there.session = new Session(restored.active().restored(now), restored.conversation());
        there.now = now;
        there.turns = turns;
        there.claimsComeBack = claimsComeBack;
        return there;
    }

    TurnId mint() {
        return new TurnId(new UUID(now << 16 | 0x7000 | ++turns, 0x8000_0000_0000_0000L));
    }

    TurnId prompt(String words) {
        return prompt(words, TurnOptions.NONE);
    }

    TurnId prompt(String words, TurnOptions options) {
        return send(PromptRequested.ofPrompt(SESSION, mint(), words, options));
    }

    TurnId messages(List<Message> messages, TurnOptions options) {
        return send(PromptRequested.ofMessages(SESSION, mint(), messages, options));
    }

    TurnId send(PromptRequested prompt) {
        take(machine.on(session, prompt, now));
        return prompt.turnId();
    }

    void cancel(TurnId turn) {
        take(machine.on(session, new CancelRequested(SESSION, turn), now));
    }

    void claim(AttemptClaimed claim) {
        take(machine.on(session, claim, now));
    }

    void give(AttemptGivenUp unbegun) {
        take(machine.on(session, unbegun, now));
    }

    void finish(TurnFinished result) {
        take(machine.on(session, result, now));
    }

    /** The open turn's execution brings its answer. */
    TurnFinished answer(String text) {
        return end(new Outcome.Completed("stop", null), text);
    }

    TurnFinished end(Outcome outcome, String text) {
        OpenTurn open = session.active().open();
        TurnFinished result = result(open.id(), open.attempt(), open.owner(), outcome, text);
        finish(result);
        return result;
    }

    public static TurnFinished result(TurnId turn, int attempt, String owner, Outcome outcome, String text) {
        return new TurnFinished(SESSION, turn, attempt, owner, outcome, text.isEmpty() ? 0 : 1, text, "m", "p",
                new Timings(1, null, 2));
    }

    /** Time passes, and the coordinator looks after the session if the machine says it has to. */
    void sweep(AttemptLiveness liveness) {
        effects = List.of();
        if (machine.needsSweep(session.active(), liveness, now)) {
            take(machine.sweep(SESSION, session, liveness, now));
        }
    }

    /** Results that the coordinator wrote, or had written, come back to it through the log. */
    void echo() {
        reports().forEach(this::finish);
    }

    private void take(Transition transition) {
        session = transition.session();
        index = transition.index();
        effects = transition.effects();
        effects.forEach(effect -> {
            if (effect instanceof Effect.Dispatch dispatch) {
                dispatched.add(dispatch.job());
            }
        });
        if (claimsComeBack) {
            claims().forEach(claim -> {
                List<Effect> before = effects.stream().filter(effect -> !(effect instanceof Effect.Claim)).toList();
                claim(claim);
                effects = Stream.concat(before.stream(), effects.stream()).toList();
            });
        }
    }

    TurnId open() {
        return session.active().idle() ? null : session.active().open().id();
    }

    List<TurnId> queued() {
        return session.active().waiting().map(WaitingTurn::id).toList();
    }

    List<ChunkEvent.Terminal> published() {
        return published(ChunkEvent.Terminal.class);
    }

    /** What those see who follow the session. */
    List<ChunkEvent.OfSession> followed() {
        return published(ChunkEvent.OfSession.class);
    }

    private <E extends ChunkEvent> List<E> published(Class<E> type) {
        return of(Effect.Publish.class).stream().map(Effect.Publish::event).filter(type::isInstance).map(type::cast)
                .toList();
    }

    SessionState asked() {
        return asked(null);
    }

    /** @param brief see {@link SessionRequested} */
    SessionState asked(Boolean brief) {
        take(machine.on(session, new SessionRequested(SESSION, mint(), brief, null), now));
        return (SessionState) of(Effect.Reply.class).getLast().reply();
    }

    /** What is asked about ended turns. */
    Effect.ReplyWithTurns askedForTurns(TurnPage page) {
        take(machine.on(session, new SessionRequested(SESSION, mint(), null, page), now));
        return of(Effect.ReplyWithTurns.class).getLast();
    }

    TurnId forget() {
        return forget(mint());
    }

    TurnId forget(TurnId request) {
        take(machine.on(session, new ForgetRequested(SESSION, request), now));
        return request;
    }

    List<AttemptClaimed> claims() {
        return of(Effect.Claim.class).stream().map(Effect.Claim::claim).toList();
    }

    List<TurnFinished> reports() {
        return effects.stream().flatMap(effect -> switch (effect) {
            case Effect.Report report -> Stream.of(report.result());
            case Effect.Recover recover -> Stream.of(recover.attempt().end());
            default -> Stream.empty();
        }).toList();
    }

    <E extends Effect> List<E> of(Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    TurnJob lastJob() {
        return dispatched.getLast();
    }

    void passes(Duration time) {
        now += time.toMillis();
    }
}
