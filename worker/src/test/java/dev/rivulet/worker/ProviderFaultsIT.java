package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which the simulated provider can fail, and the documented outcome of each: see docs/operations.md. */
class ProviderFaultsIT {

    private static final List<String> TOKENS = List.of("one", " two", " three");
    /** The first call and its repetitions. */
    private static final int REPEATED = 3;

    private static TestCluster cluster;

    private final SessionId session = new SessionId("s-" + UUID.randomUUID());
    private final String words = "prompt " + UUID.randomUUID();

    @BeforeAll
    static void start() throws InterruptedException {
        cluster = new TestCluster(Map.of("rivulet.worker.first-token-timeout", "1s", "rivulet.worker.idle-timeout",
                "1s", "rivulet.provider.retry-initial-backoff", "1ms", "rivulet.provider.breaker-calls", "1000",
                "rivulet.provider.continuation", "prefix"));
        cluster.startWorker();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(fails(new Fault.Refuse(), ErrorCode.UPSTREAM_UNREACHABLE, REPEATED, ""),
                fails(status(400), ErrorCode.UPSTREAM_REJECTED, 1, ""),
                fails(status(401), ErrorCode.UPSTREAM_UNAUTHORIZED, 1, ""),
                fails(status(403), ErrorCode.UPSTREAM_UNAUTHORIZED, 1, ""),
                fails(status(429), ErrorCode.RATE_LIMITED, REPEATED, ""),
                fails(Fault.rateLimited(Duration.ofMinutes(1)), ErrorCode.RATE_LIMITED, 1, ""),
                fails(status(500), ErrorCode.UPSTREAM_ERROR, REPEATED, ""),
                fails(status(503), ErrorCode.UPSTREAM_ERROR, REPEATED, ""),
                fails(new Fault.StallBeforeHeaders(), ErrorCode.FIRST_TOKEN_TIMEOUT, 1, ""),
                fails(new Fault.StallAfterHeaders(), ErrorCode.FIRST_TOKEN_TIMEOUT, 1, ""),
                fails(new Fault.StallAfter(2), ErrorCode.IDLE_TIMEOUT, 1, "one two"),
                fails(new Fault.CutAfter(0), ErrorCode.UPSTREAM_TRUNCATED, 1, ""),
                fails(new Fault.CutAfter(2), ErrorCode.UPSTREAM_TRUNCATED, 1, "one two"),
                fails(new Fault.EndAfter(2), ErrorCode.UPSTREAM_TRUNCATED, 1, "one two"),
                fails(new Fault.MalformedAfter(2), ErrorCode.UPSTREAM_INVALID, 1, "one two"),
                succeeds(new Fault.None()), succeeds(new Fault.Drip(7, Duration.ofMillis(1))));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("faults")
    void aFaultOfTheProviderHasItsOutcome(Fault fault, Optional<ErrorCode> code, int calls, String text) {
        cluster.script(words, Script.ofTokens(TOKENS).withFault(fault));

        TurnId turn = cluster.prompt(session, words);

        assertThat(outcome(cluster.terminal(turn))).isEqualTo(code);
        assertThat(cluster.text(turn)).isEqualTo(text).isEqualTo(cluster.result(turn).text());
        assertThat(cluster.terminals(turn)).hasSize(1);
        assertThat(cluster.starts(turn)).hasSize(1);
        assertThat(cluster.provider.requests()).filteredOn(request -> request.prompt().equals(words)).hasSize(calls);
        await().until(() -> cluster.provider.openStreams() == 0);
    }

    static Stream<Fault> breaks() {
        return Stream.of(new Fault.CutAfter(2), new Fault.EndAfter(2), new Fault.StallAfter(2));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void anAnswerThatIsBrokenOffGoesOnIfItsTurnWantsThat(Fault fault) {
        cluster.script(words, request -> Script.ofTokens(TOKENS)
                .withFault(request.prefix().isEmpty() ? fault : new Fault.None()));

        TurnId turn = cluster.prompt(session, words, TurnOptions.NONE.withContinuation());

        assertThat(outcome(cluster.terminal(turn))).isEmpty();
        assertThat(cluster.terminal(turn).attempt()).isEqualTo(1);
        assertThat(cluster.text(turn)).isEqualTo(String.join("", TOKENS)).isEqualTo(cluster.result(turn).text());
        assertThat(cluster.starts(turn)).hasSize(1);
        await().until(() -> cluster.provider.billedTokens(words) == TOKENS.size());
    }

    @Test
    void readersLearnHowLongToWaitAndNothingThatTheProviderSaid() {
        cluster.script(words, Script.ofTokens(TOKENS).withFault(Fault.rateLimited(Duration.ofMinutes(1))));

        ChunkEvent.Terminal terminal = cluster.terminal(cluster.prompt(session, words));

        assertThat(terminal).isInstanceOf(TurnError.class).usingRecursiveComparison().ignoringFields("timings")
                .isEqualTo(new TurnError(1, 0, "rate_limited",
                        "The provider openai refused because of load or quota (status 429).", true, 60_000L, 0, null));
    }

    @Test
    void everyKindOfFaultHasARow() {
        Set<Class<?>> rows = faults().map(row -> row.get()[0].getClass()).collect(Collectors.toSet());

        assertThat(rows).containsAll(Arrays.asList(Fault.class.getPermittedSubclasses()));
    }

    private static Optional<ErrorCode> outcome(ChunkEvent.Terminal terminal) {
        return switch (terminal) {
            case Done done -> Optional.empty();
            case TurnError failed -> {
                ErrorCode code = ErrorCode.valueOf(failed.code().toUpperCase(Locale.ROOT));
                assertThat(failed.retryable()).isEqualTo(code.retryable());
                yield Optional.of(code);
            }
        };
    }

    private static Fault status(int status) {
        return new Fault.Status(status, Optional.empty());
    }

    private static Arguments fails(Fault fault, ErrorCode code, int calls, String text) {
        return arguments(fault, Optional.of(code), calls, text);
    }

    private static Arguments succeeds(Fault fault) {
        return arguments(fault, Optional.empty(), 1, String.join("", TOKENS));
    }
}
