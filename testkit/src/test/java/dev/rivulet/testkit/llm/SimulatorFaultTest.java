package dev.rivulet.testkit.llm;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.testkit.sse.RawBody;
import dev.rivulet.testkit.sse.RawHttpStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorFaultTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(60);

    private final LlmSimulator simulator = LlmSimulator.start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void refusedMeansClosedWithoutAByte() {
        RawBody body = fail(new Fault.Refuse(), raw -> raw.awaitClosed(TIMEOUT), 0);
        assertThat(body.text()).isEmpty();
    }

    @Test
    void errorsHaveTheirStatusAndRetryAfter() {
        simulator.script(Scripts.failFirst(1, Fault.rateLimited(Duration.ofSeconds(3)), request -> Script.of("fine")));
        try (RawHttpStream raw = call()) {
            assertThat(raw.head(TIMEOUT).toLowerCase()).contains(" 429 ", "retry-after: 3");
            assertThat(raw.bodyToEnd(TIMEOUT).text()).contains("rate_limit_exceeded");
        }
        try (RawHttpStream raw = call()) {
            assertThat(Call.text(raw.bodyToEnd(TIMEOUT).text())).isEqualTo("fine");
        }
        simulator.script(Script.failing(Fault.serverError()));
        try (RawHttpStream raw = call()) {
            assertThat(raw.head(TIMEOUT)).contains(" 500 ");
        }
    }

    @Test
    void aStallBeforeHeadersSendsNothingAndSeesTheClientGo() {
        simulator.script(Script.failing(new Fault.StallBeforeHeaders()));
        try (RawHttpStream raw = call()) {
            await().until(() -> simulator.openStreams() == 1);
            assertThatThrownBy(() -> raw.head(SHORT)).hasMessageContaining("not within");
            assertThat(raw.wire()).isEmpty();
        }
        awaitClosedByClient(0);
    }

    @Test
    void aStallAfterHeadersSendsOnlyHeaders() {
        simulator.script(Script.failing(new Fault.StallAfterHeaders()));
        try (RawHttpStream raw = call()) {
            assertThat(raw.head(TIMEOUT)).contains(" 200 ", "text/event-stream");
            assertThatThrownBy(() -> raw.bodyUntil("data", SHORT)).hasMessageContaining("not within");
        }
        awaitClosedByClient(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10})
    void aStallInTheMiddleKeepsTheConnectionOpen(int tokens) {
        simulator.script(Script.failing(new Fault.StallAfter(tokens)));
        try (RawHttpStream raw = call()) {
            raw.head(TIMEOUT);
            assertThatThrownBy(() -> raw.bodyUntil("finish_reason\":\"stop", SHORT)).hasMessageContaining("not within");
            assertThat(words(raw.bodyUntil("", TIMEOUT))).isEqualTo(tokens);
        }
        awaitClosedByClient(tokens);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10})
    void aCutClosesTheSocketInsideTheBody(int tokens) {
        RawBody body = fail(new Fault.CutAfter(tokens), raw -> raw.awaitClosed(TIMEOUT), tokens);
        assertThat(body.complete()).isFalse();
        assertThat(body.text()).doesNotContain("\"stop\"", "[DONE]");
        assertThat(words(body.text())).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10})
    void anEarlyEndIsGoodHttpWithoutAFinishReason(int tokens) {
        RawBody body = fail(new Fault.EndAfter(tokens), raw -> raw.bodyToEnd(TIMEOUT), tokens);
        assertThat(body.complete()).isTrue();
        assertThat(body.text()).doesNotContain("\"stop\"", "[DONE]");
        assertThat(words(body.text())).isEqualTo(tokens);
    }

    @Test
    void aMalformedFrameStandsInTheMiddleOfAGoodStream() {
        simulator.script(Script.failing(new Fault.MalformedAfter(3)));
        try (RawHttpStream raw = call()) {
            RawBody body = raw.bodyToEnd(TIMEOUT);
            assertThat(Call.frames(body.text()).get(4)).endsWith("\"delta\":");
            assertThat(body.text()).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void aDripSplitsFramesAndCharactersAndLosesNothing() {
        simulator.script(Script.of("größer 🌊🌊 日本").withFault(new Fault.Drip(1, Duration.ZERO)));
        try (RawHttpStream raw = call()) {
            RawBody body = raw.bodyToEnd(Duration.ofSeconds(20));
            assertThat(new String(raw.wire(), StandardCharsets.ISO_8859_1)).contains("\r\n1\r\n\u00f0\r\n1\r\n");
            assertThat(Call.text(body.text())).isEqualTo("größer 🌊🌊 日本");
        }
    }

    @Test
    void aWholeAnswerCanBeCutToo() {
        simulator.script(Script.failing(new Fault.CutAfter(2)));
        try (RawHttpStream raw = RawHttpStream.post(url(), Call.whole("hi"), Map.of())) {
            raw.awaitClosed(TIMEOUT);
            assertThat(raw.bodyToEnd(TIMEOUT).complete()).isFalse();
        }
    }

    private RawBody fail(Fault fault, Consumer<RawHttpStream> reading, int tokens) {
        simulator.script(Script.failing(fault));
        try (RawHttpStream raw = call()) {
            reading.accept(raw);
            assertThat(simulator.finished()).singleElement().satisfies(finished -> {
                assertThat(finished.ending()).isEqualTo(Ending.FAULT);
                assertThat(finished.tokens()).isEqualTo(tokens);
            });
            assertThat(simulator.openStreams()).isZero();
            return raw.bodyToEnd(TIMEOUT);
        }
    }

    private void awaitClosedByClient(int tokens) {
        await().until(() -> simulator.closedByClient() == 1 && simulator.openConnections() == 0);
        assertThat(simulator.openStreams()).isZero();
        assertThat(simulator.finished()).singleElement()
                .isEqualTo(new FinishedCompletion(simulator.requests().getFirst(), Ending.CLOSED_BY_CLIENT, tokens));
    }

    private static int words(String body) {
        return body.isEmpty() ? 0 : Call.text(body).isEmpty() ? 0 : Call.text(body).split(" ").length;
    }

    private RawHttpStream call() {
        return RawHttpStream.post(url(), Call.streaming("hi"), Map.of());
    }

    private String url() {
        return simulator.baseUrl() + "/chat/completions";
    }
}
