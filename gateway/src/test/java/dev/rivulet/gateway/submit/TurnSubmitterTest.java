package dev.rivulet.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.gateway.quota.TestQuotas;
import dev.rivulet.gateway.stream.FakeLog;
import dev.rivulet.gateway.stream.OpenStreams;
import dev.rivulet.gateway.stream.ReaderPresence;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.gateway.stream.RecordingTransport;
import dev.rivulet.gateway.stream.TextBudget;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.Accepted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TurnSubmitterTest {

    private static final OwnedSession SESSION = Principal.ANONYMOUS.session("s");
    private static final TurnId EARLIER = new TurnIds().next();

    private final FakeLog log = new FakeLog();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> calls = new CopyOnWriteArrayList<>(); // a lookup runs on another thread
    private final List<RecordingTransport> transports = new ArrayList<>();
    private final Commands commands = new Commands();
    private final Quotas quotas = TestQuotas.of(Map.of("rivulet.quota.default.open-turns", "2"));
    private final TurnSubmitter submitter = submitter(Quotas.NONE);
    private final TurnSubmitter limited = submitter(quotas);
    private boolean read = true; // whether the turn has a reader
    private boolean broken; // readers cannot be opened
    private boolean early; // readers are opened before the turn is submitted

    @Test
    void aTurnThatAsksForMoreThanIsAllowedIsRefusedBeforeAnythingIsPublished() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> submitAsking("c", null))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.MODEL_NOT_FOUND))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("model"));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> submitAsking("a", 101))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_VALUE))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("maxTokens"))
                .withMessageContaining("100");
        assertThat(calls).isEmpty();
        submitAsking("b", 100);
        submitAsking(null, null);
        assertThat(calls).filteredOn(call -> call.startsWith("publish")).hasSize(2);
    }

    @Test
    void theReaderIsAttachedBeforeThePromptIsPublishedAndOpenedWhenTheTurnIsAccepted() {
        submit(Optional.empty(), OnDisconnect.CONTINUE);
        assertThat(calls).containsExactly("reader", "publish attached=1");
        assertThat(transports.getFirst().calls).isEmpty();
        log.append(Chunks.record(0, commands.prompt.turnId(), Chunks.done(0, 0, "stop", 0)));
        log.settle();
        assertThat(transports.getFirst().calls).isEmpty();
        commands.published.complete(null);
        log.settle();
        assertThat(calls).containsExactly("reader", "publish attached=1", "accepted own", "finished");
        assertThat(transports.getFirst().calls).containsExactly("open", "done", "flush", "end");
        assertThat(commands.created).containsExactly(commands.prompt.turnId());
    }

    @Test
    void aNewTurnWithAKeyIsShownWithoutALookup() {
        submit(key(), OnDisconnect.CONTINUE);
        reply(Accepted.Status.CREATED, commands.prompt.turnId());
        assertThat(calls).containsExactly("reader", "accept attached=1", "accepted own", "finished");
        assertThat(transports).hasSize(1);
        assertThat(commands.created).containsExactly(commands.prompt.turnId());
    }

    @Test
    void aRepeatedKeyIsShownTheEarlierTurn() {
        log.append(Chunks.record(0, EARLIER, Chunks.done(0, 0, "stop", 0)));
        log.pollAll();
        submit(key(), OnDisconnect.CANCEL);
        commands.beginning.complete(StartPosition.From.start(0));
        reply(Accepted.Status.EXISTING, EARLIER);
        awaitFinished();
        log.settle();
        assertThat(calls).containsExactly("reader", "accept attached=1", "reader", "repeated earlier",
                "lookup attached=0", "accepted earlier", "finished");
        assertThat(transports.getFirst().calls).isEmpty();
        assertThat(transports.getLast().calls).containsExactly("open", "done", "flush", "end");
        assertThat(log.attachedCount()).isZero();
        assertThat(commands.created).isEmpty();
    }

    @Test
    void theEarlierTurnIsNamedAlsoIfItsEventsHaveExpired() {
        submit(key(), OnDisconnect.CONTINUE);
        commands.beginning.completeExceptionally(new ProblemException(ProblemCode.EVENTS_EXPIRED, "Gone."));
        reply(Accepted.Status.EXISTING, EARLIER);
        awaitFinished();
        assertThat(calls).containsExactly("reader", "accept attached=1", "reader", "repeated earlier",
                "lookup attached=0", "failed events_expired", "finished");
        assertThat(log.attachedCount()).isZero();
    }

    @Test
    void aConflictIsAFailureThatNamesTheField() {
        submit(key(), OnDisconnect.CONTINUE);
        reply(Accepted.Status.CONFLICT, EARLIER);
        assertThat(calls).containsExactly("reader", "accept attached=1", "failed idempotency_conflict", "finished");
        assertThat(log.attachedCount()).isZero();
        assertThat(transports.getFirst().calls).isEmpty();
    }

    @Test
    void aPromptThatIsNotPublishedDetachesItsReader() {
        submit(Optional.empty(), OnDisconnect.CANCEL);
        commands.published.completeExceptionally(ProblemException.kafkaUnavailable());
        log.settle();
        assertThat(calls).containsExactly("reader", "publish attached=1", "failed kafka_unavailable", "finished");
        assertThat(log.attachedCount()).isZero();
        assertThat(commands.cancelled).isEmpty();
    }

    @Test
    void aReaderThatCannotBeOpenedIsAFailureAndIsCountedOut() {
        broken = true;
        submit(Optional.empty(), OnDisconnect.CONTINUE);
        commands.published.complete(null);
        log.settle();
        assertThat(calls).containsExactly("reader", "publish attached=1", "accepted own", "failed fault", "finished");
        assertThat(log.attachedCount()).isZero();
        assertThat(registry.get("rivulet.gateway.streams.open").gauge().value()).isZero();
    }

    @Test
    void aReaderOfAnEarlierTurnThatCannotBeOpenedIsCountedOut() {
        broken = true;
        submit(key(), OnDisconnect.CONTINUE);
        commands.beginning.complete(StartPosition.From.start(0));
        reply(Accepted.Status.EXISTING, EARLIER);
        awaitFinished();
        assertThat(calls).endsWith("accepted earlier", "failed fault", "finished").containsOnlyOnce("finished");
        assertThat(registry.get("rivulet.gateway.streams.open").gauge().value()).isZero();
    }

    @Test
    void aTurnIsCancelledWhenItsReaderIsLostButNotTheTurnOfAnEarlierRequest() {
        submit(Optional.empty(), OnDisconnect.CANCEL);
        commands.published.complete(null);
        log.settle();
        TurnId own = commands.prompt.turnId();
        transports.getFirst().reader.lost();
        log.settle();
        assertThat(commands.cancelled).containsExactly(own);

        calls.clear();
        submit(key(), OnDisconnect.CANCEL);
        commands.beginning.complete(StartPosition.From.start(0));
        reply(Accepted.Status.EXISTING, EARLIER);
        awaitFinished();
        transports.getLast().reader.lost();
        log.settle();
        assertThat(commands.cancelled).containsExactly(own);
    }

    @Test
    void aReaderThatIsOpenAlreadyIsToldThatItsPromptWasNotPublished() {
        early = true;
        submit(Optional.empty(), OnDisconnect.CONTINUE);
        commands.published.completeExceptionally(ProblemException.kafkaUnavailable());
        log.settle();
        assertThat(transports.getFirst().calls).containsExactly("open", "fail");
        assertThat(calls).containsExactly("reader", "publish attached=1", "failed kafka_unavailable", "finished");
        assertThat(registry.get("rivulet.gateway.streams.open").gauge().value()).isZero();
    }

    @Test
    void aTurnThatMayHaveBeenSubmittedKeepsItsIdAndIsShownFromItsBeginning() {
        log.append(Chunks.record(0, EARLIER, Chunks.done(0, 0, "stop", 0)));
        log.pollAll();
        commands.published.complete(null);
        commands.beginning.complete(StartPosition.From.start(0));
        TurnDraft draft = submission(Optional.empty(), OnDisconnect.CONTINUE).draft();
        submitter.submitAgain(new TurnSubmission(SESSION, EARLIER, draft, Optional.empty(), false), new Listener());
        awaitFinished();
        log.settle();
        assertThat(commands.prompt.turnId()).isEqualTo(EARLIER);
        assertThat(commands.prompt.idempotency()).isNull();
        assertThat(transports.getLast().calls).containsExactly("open", "done", "flush", "end");
    }

    @Test
    void aPromptIsPublishedWhenItsPartitionIsReadHere() {
        log.leave();
        submit(Optional.empty(), OnDisconnect.CONTINUE);
        log.runLoop();
        assertThat(calls).containsExactly("reader");
        log.join();
        log.runLoop();
        assertThat(calls).containsExactly("reader", "publish attached=1");
    }

    @Test
    void aPromptWhosePartitionCannotBeReadIsRefusedAndNotPublished() {
        log.leave();
        TurnSubmitter impatient = new TurnSubmitter(() -> commands, log, new TurnIds(),
                new ModelLimits(Optional.empty(), Optional.empty()), Duration.ofMillis(1), Quotas.NONE);
        impatient.submit(submission(Optional.empty(), OnDisconnect.CONTINUE), new Listener());
        awaitFinished();
        assertThat(calls).containsExactly("reader", "failed kafka_unavailable", "finished");
        log.join();
        log.runLoop();
        assertThat(log.attachedCount() + log.leaseCount()).isZero();
    }

    @Test
    void aTurnBeyondTheQuotaIsRefusedBeforeAnythingIsPublished() {
        TurnId first = submitLimited(Optional.empty());
        submitLimited(Optional.empty());
        calls.clear();

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> submitLimited(Optional.empty()))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.TOO_MANY_TURNS))
                .withMessageStartingWith("2 turns");
        assertThat(calls).isEmpty();

        quotas.turnEnded(SESSION.turn(first), () -> null);
        quotas.turnEnded(SESSION.turn(first), () -> null);
        submitLimited(Optional.empty());
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> submitLimited(Optional.empty()));
    }

    @Test
    void aTurnThatIsShownToItsEndIsGivenBack() {
        commands.published.complete(null);
        submitLimited(Optional.empty());
        TurnId turn = submitLimited(Optional.empty());
        log.append(Chunks.record(0, turn, Chunks.done(0, 0, "stop", 0)));
        log.settle();
        submitLimited(Optional.empty());
    }

    @Test
    void aTurnThatIsNotPublishedIsGivenBackAndSoIsOneThatAnEarlierOneStandsFor() {
        submitLimited(Optional.empty());
        submitLimited(key());
        reply(Accepted.Status.CONFLICT, EARLIER);
        read = false;
        commands.accepted = new CompletableFuture<>();
        submitLimited(key());
        reply(Accepted.Status.EXISTING, EARLIER);
        commands.published.completeExceptionally(ProblemException.kafkaUnavailable());
        log.settle();
        assertThat(log.leaseCount()).isZero();
        submitLimited(Optional.empty());
        submitLimited(Optional.empty());
        log.settle();
        assertThat(log.leaseCount()).isZero();
    }

    /** Otherwise its end might not be seen, and it would count for an hour. */
    @Test
    void aTurnWithoutAReaderThatIsCountedIsPublishedWhenItsPartitionIsReadHere() {
        read = false;
        log.leave();
        submitLimited(Optional.empty());
        log.runLoop();
        assertThat(calls).isEmpty();
        log.join();
        log.runLoop();
        assertThat(calls).containsExactly("publish attached=0");
        commands.published.complete(null);
        log.settle();
        assertThat(log.leaseCount()).as("leases until its end is seen").isEqualTo(1);
        quotas.turnEnded(SESSION.turn(commands.prompt.turnId()), () -> null);
        assertThat(log.leaseCount()).isZero();
    }

    /** Returns the id of the turn, if its prompt is published at once. */
    private TurnId submitLimited(Optional<IdempotencyKey> key) {
        limited.submit(submission(key, OnDisconnect.CONTINUE), new Listener());
        return commands.prompt == null ? null : commands.prompt.turnId();
    }

    private TurnSubmitter submitter(Quotas with) {
        return new TurnSubmitter(() -> commands, log, new TurnIds(),
                new ModelLimits(Optional.of(List.of("a", "b")), Optional.of(100)), Duration.ofSeconds(10), with);
    }

    private void submit(Optional<IdempotencyKey> key, OnDisconnect onDisconnect) {
        submitter.submit(submission(key, onDisconnect), new Listener());
    }

    private static TurnSubmission submission(Optional<IdempotencyKey> key, OnDisconnect onDisconnect) {
        return new TurnSubmission(SESSION, new TurnDraft("hi", null, TurnOptions.NONE.with(onDisconnect)), key);
    }

    private void submitAsking(String model, Integer maxTokens) {
        TurnOptions options = new TurnOptions(model, maxTokens, null, null, null, null, null);
        submitter.submit(new TurnSubmission(SESSION, new TurnDraft("hi", null, options), Optional.empty()),
                new Listener());
    }

    private static Optional<IdempotencyKey> key() {
        return Optional.of(IdempotencyKey.of("k", "Idempotency-Key"));
    }

    private void reply(Accepted.Status status, TurnId turn) {
        commands.accepted.complete(new Accepted(commands.prompt.idempotency().requestId(), turn, status));
        log.runLoop();
    }

    private void awaitFinished() {
        await().until(() -> {
            log.runLoop();
            return calls.contains("finished");
        });
    }

    private final class Listener implements SubmissionListener {

        private final Readers readers = new Readers(log, new OpenStreams(caller -> true, caller -> {}),
                new ReaderPresence(Duration.ofSeconds(1)),
                Optional.empty(), Cursors.UNSIGNED, new TextBudget(1 << 20), quotas, new GatewayMeters(registry));

        @Override
        public Caller caller() {
            return Caller.ANONYMOUS;
        }

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            if (!read) {
                return Optional.empty();
            }
            calls.add("reader");
            RecordingTransport transport = new RecordingTransport();
            transport.broken = broken;
            transports.add(transport);
            ReaderSession<TurnEvent> reader = readers.ofTurn(turn.log(), UnaryOperator.identity(), transport);
            if (early) {
                reader.open();
            }
            return Optional.of(reader);
        }

        @Override
        public void repeated(SubmittedTurn earlier) {
            calls.add("repeated " + name(earlier));
        }

        @Override
        public void accepted(SubmittedTurn turn) {
            calls.add("accepted " + name(turn));
        }

        @Override
        public void failed(Throwable failure) {
            calls.add(
                    "failed " + ProblemException.findIn(failure).map(problem -> problem.code().code()).orElse("fault"));
        }

        @Override
        public void finished() {
            calls.add("finished");
        }

        private String name(SubmittedTurn turn) {
            return turn.turn().equals(EARLIER) ? "earlier" : "own";
        }
    }

    private final class Commands implements TurnCommands {

        private final CompletableFuture<Void> published = new CompletableFuture<>();
        private CompletableFuture<Accepted> accepted = new CompletableFuture<>();
        private final CompletableFuture<StartPosition.From> beginning = new CompletableFuture<>();
        private final List<TurnId> cancelled = new ArrayList<>();
        private final List<TurnId> created = new ArrayList<>();
        private PromptRequested prompt; // the last one published

        @Override
        public TurnLog log(OwnedSession session, TurnId turn) {
            return new TurnLog(session, turn,
                    new EventLog(new TopicPartition("chunk-events", 0),
                            new Selection.OfTurn(session.turn(turn)),
                            log, log));
        }

        @Override
        public Runnable creation(TurnLog turn) {
            return () -> created.add(turn.turn().id());
        }

        @Override
        public CompletableFuture<Void> publish(PromptRequested requested) {
            calls.add("publish attached=" + log.attachedCount());
            prompt = requested;
            return published;
        }

        @Override
        public CompletableFuture<Accepted> accept(PromptRequested requested) {
            calls.add("accept attached=" + log.attachedCount());
            prompt = requested;
            return accepted;
        }

        @Override
        public void cancel(CancelRequested command) {
            cancelled.add(command.turnId());
        }

        @Override
        public StartPosition.From beginning(OwnedSession session, TurnId turn) {
            calls.add("lookup attached=" + log.attachedCount());
            try {
                return beginning.join();
            } catch (CompletionException failure) {
                throw ProblemException.findIn(failure).orElseThrow();
            }
        }
    }
}
