package dev.rivulet.worker.execution;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LoopTicks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The end of each turn that asked a provider says what it has used, also where the provider did not. */
class TurnUsageTest {

    private static final AdaptiveLinger LINGER = new AdaptiveLinger(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long MEMORY = 1 << 20;
    private static final ExecutionLimits LIMITS = new ExecutionLimits(1, MEMORY, MEMORY, LONG, LONG, LONG, LONG, LONG,
            Duration.ZERO, 100, 1_000, Optional.empty(), Duration.ZERO, 2, false);
    private static final SessionId SESSION = new SessionId("s");
    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final List<Message> PROMPT = List.of(Message.user("Say three words, please."));
    private static final RequestedBy CALLER = new RequestedBy("issuer|alice", "gold");

    private final ScriptedProvider provider = new ScriptedProvider();
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private Optional<StandingText> earlier = Optional.empty();
    private CompletableFuture<Optional<EarlierCalls>> lost = new CompletableFuture<>();
    private final TurnExecutor executor = new TurnExecutor(provider, "m",
            new TurnRecords(kafka, LINGER, new LoopTicks(), new Topics("", 1), "worker-1"), LINGER, LIMITS,
            new PendingPromptEvents(Duration.ofMinutes(1)),
            earlierAttempts(),
            new TurnMetrics(new SimpleMeterRegistry(), Set.of()));

    @BeforeAll
    static void load() {
        TokenEstimate.awaitTokenizer();
    }

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void aCancelledTurn() {
        start(1, TurnOptions.NONE);
        provider.call(0).says("one", " two").meanwhile(() -> executor.stop(job(1, TurnOptions.NONE).sessionTurn(), 1));
        assertThat(usage()).isEqualTo(Usage.estimate(TokenEstimate.of(PROMPT), TokenEstimate.of("one two")));
        assertThat(result().requestedBy()).isEqualTo(CALLER);
    }

    @Test
    void aTurnThatIsCancelledBeforeItsFirstToken() {
        start(1, TurnOptions.NONE);
        provider.call(0).meanwhile(() -> executor.stop(job(1, TurnOptions.NONE).sessionTurn(), 1));
        assertThat(usage()).isEqualTo(Usage.estimate(TokenEstimate.of(PROMPT), 0));
    }

    @Test
    void aTurnThatFailsAfterItsText() {
        start(1, TurnOptions.NONE);
        provider.call(0).says("one", " two").fails(ErrorCode.UPSTREAM_TRUNCATED);
        assertThat(usage()).isEqualTo(Usage.estimate(TokenEstimate.of(PROMPT), TokenEstimate.of("one two")));
    }

    @Test
    void anAnswerOfAProviderThatReportsNothing() {
        start(1, TurnOptions.NONE);
        provider.call(0).says("one").finishes("stop");
        assertThat(usage()).isEqualTo(Usage.estimate(TokenEstimate.of(PROMPT), TokenEstimate.of("one")));
    }

    @Test
    void anAnswerThatWentOnWithAnotherCall() {
        provider.continues = true;
        start(1, TurnOptions.NONE.withContinuation());
        provider.call(0).says("one two").fails(ErrorCode.UPSTREAM_TRUNCATED);
        provider.call(1).says(" three").finishes("stop");
        long text = TokenEstimate.of("one two");
        assertThat(usage()).isEqualTo(Usage.estimate(2 * TokenEstimate.of(PROMPT) + text,
                text + TokenEstimate.of(" three")));
    }

    @Test
    void anAnswerThatContinuesThatOfALostWorker() {
        provider.continues = true;
        earlier = Optional.of(new StandingText(new Started(1, "m", "p"), 2, "one two"));
        start(2, TurnOptions.NONE.withContinuation());
        provider.call(0).says(" three").finishes("stop");
        long text = TokenEstimate.of("one two");
        assertThat(usage()).isEqualTo(Usage.estimate(2 * TokenEstimate.of(PROMPT) + text,
                text + TokenEstimate.of(" three")));
    }

    @Test
    void anAnswerThatBeginsAnewCountsWhatTheLostAttemptsHaveUsed() {
        start(3, TurnOptions.NONE);
        provider.call(0).says("one").finishes("stop");
        lost.complete(Optional.of(new EarlierCalls(new LoggedCalls(2, 0, "one two".length()), "one two")));
        assertThat(usage()).isEqualTo(Usage.estimate(3 * TokenEstimate.of(PROMPT),
                TokenEstimate.of("one two") + TokenEstimate.of("one")));
    }

    @Test
    void anAnswerThatBeginsAnewAfterAttemptsThatAskedNobody() {
        lost.complete(Optional.empty());
        start(2, TurnOptions.NONE);
        provider.call(0).says("one").finishes("stop");
        assertThat(usage()).isEqualTo(Usage.estimate(TokenEstimate.of(PROMPT), TokenEstimate.of("one")));
    }

    @Test
    void ofLostAttemptsThatCannotBeReadThePromptsCount() {
        lost.completeExceptionally(new IllegalStateException("too much is read already"));
        start(3, TurnOptions.NONE);
        provider.call(0).says("one").finishes("stop");
        assertThat(usage()).isEqualTo(Usage.estimate(3 * TokenEstimate.of(PROMPT), TokenEstimate.of("one")));
    }

    @Test
    void theEndOfATurnDoesNotWaitLongForWhatLostAttemptsHaveUsed() {
        start(2, TurnOptions.NONE);
        provider.call(0).says("one").finishes("stop");
        assertThat(usage()).isEqualTo(Usage.estimate(2 * TokenEstimate.of(PROMPT), TokenEstimate.of("one")));
        assertThat(lost).isCancelled();
    }

    @Test
    void aTurnThatIsCancelledBeforeItBeginsAnewHasUsedWhatTheLostAttemptHas() {
        lost.complete(Optional.of(new EarlierCalls(LoggedCalls.of("one two"), "one two")));
        executor.stop(job(2, TurnOptions.NONE).sessionTurn(), 2);
        start(2, TurnOptions.NONE);
        assertThat(usage()).isEqualTo(Usage.estimate(TokenEstimate.of(PROMPT), TokenEstimate.of("one two")));
    }

    @Test
    void aTurnThatAskedNobodyHasNone() {
        executor.stop(job(1, TurnOptions.NONE).sessionTurn(), 1);
        start(1, TurnOptions.NONE);
        assertThat(result().outcome()).isEqualTo(Outcome.cancelled());
    }

    private EarlierAttempts earlierAttempts() {
        return new EarlierAttempts() {
            @Override
            public CompletableFuture<Optional<StandingText>> seal(SessionTurn turn, int attempt) {
                return CompletableFuture.completedFuture(earlier);
            }

            @Override
            public CompletableFuture<Optional<EarlierCalls>> calls(SessionTurn turn, int attempt) {
                return lost;
            }
        };
    }

    private void start(int attempt, TurnOptions options) {
        executor.start(job(attempt, options));
    }

    private static TurnJob job(int attempt, TurnOptions options) {
        return new TurnJob(SESSION, TURN, attempt, System.currentTimeMillis(), PROMPT, options, null, 0, CALLER);
    }

    private Usage usage() {
        return switch (result().outcome()) {
            case Outcome.Completed done -> done.usage();
            case Outcome.Failed error -> error.usage();
            case Outcome.Unknown later -> throw new AssertionError("not written by this version");
        };
    }

    private TurnFinished result() {
        await().until(() -> kafka.history().stream().anyMatch(record -> record.topic().equals("turn-results")));
        return kafka.history().stream().filter(record -> record.topic().equals("turn-results"))
                .map(record -> Json.read(record.value(), TurnFinished.class)).findFirst().orElseThrow();
    }
}
