package dev.rivulet.client;

import static dev.rivulet.client.ScriptedServer.delta;
import static dev.rivulet.client.ScriptedServer.done;
import static dev.rivulet.client.ScriptedServer.error;
import static dev.rivulet.client.ScriptedServer.event;
import static dev.rivulet.client.ScriptedServer.events;
import static dev.rivulet.client.ScriptedServer.json;
import static dev.rivulet.client.ScriptedServer.problem;
import static dev.rivulet.client.ScriptedServer.started;
import static dev.rivulet.client.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The chunks of a stream, and every way in which it can end. */
class TurnStreamTest {

    private static final Timings TIMINGS = new Timings(1, 2L, 3);
    private static final Usage USAGE = new Usage(1, 2, 3);

    @Test
    void showsItsChunksAndThenTheEnd() throws IOException {
        streaming(events(started(1), delta(1, 0, "He"), delta(1, 1, "llo"), done(1, "stop")), stream -> {
            assertThat(TestClients.read(stream)).containsExactly(new Chunk.Started(1, "m", "p"),
                    new Chunk.Text(1, 0, "He"), new Chunk.Text(1, 1, "llo"));
            assertThat(stream.end()).isEqualTo(new TurnEnd.Done(1, "stop", USAGE, 5, TIMINGS));
            assertThat(stream.text()).isEqualTo("Hello");
            assertThat(stream.usage()).isEqualTo(USAGE);
            assertThat(stream.finishReason()).isEqualTo("stop");
            assertThat(stream.turnId()).isEqualTo(ScriptedServer.TURN);
            assertThat(stream.bookmark()).isEqualTo(new Bookmark("s", ScriptedServer.TURN, "end"));
        });
    }

    @Test
    void whoAsksForTheTextOnlyNeedNotLoop() throws IOException {
        streaming(events(started(1), delta(1, 0, "He"), delta(1, 1, "llo"), done(1, "length")), stream -> {
            assertThat(stream.text()).isEqualTo("Hello");
            assertThat(stream.finishReason()).isEqualTo("length");
        });
    }

    @Test
    void aLoopGoesOnWhereTheLastOneStopped() throws IOException {
        streaming(events(started(1), delta(1, 0, "one"), delta(1, 1, "two"), done(1, "stop")), stream -> {
            for (Chunk first : stream) {
                assertThat(first).isInstanceOf(Chunk.Started.class);
                break;
            }
            assertThat(TestClients.read(stream)).hasSize(2);
        });
    }

    @Test
    void aRestartIsShownAndItsTextIsNeverJoinedToTheOldOne() throws IOException {
        streaming(events(started(1), delta(1, 0, "lost"), started(2), delta(2, 0, "kept"), done(2, "stop")), stream -> {
            List<String> shown = new ArrayList<>();
            stream.readText(shown::add, () -> shown.add("<again>"));
            assertThat(shown).containsExactly("lost", "<again>", "kept");
            assertThat(stream.text()).isEqualTo("kept");
            assertThat(stream.end().attempt()).isEqualTo(2);
        });
    }

    @Test
    void eventsAndFieldsOfALaterVersionAreIgnored() throws IOException {
        streaming(events(started(1), event("x", "weather", "not even JSON"), delta(1, 0, "a"), "unknown: field\n\n",
                done(1, "stop")), stream -> assertThat(TestClients.read(stream)).hasSize(2));
    }

    @Test
    void itemsAreValues() throws IOException {
        record River(String name, int km) {}
        String item = event("c.1", "item",
                "{\"attempt\":1,\"index\":0,\"item\":{\"name\":\"Elbe\",\"km\":1094,\"x\":1}}");
        String other = event("c.2", "item", "{\"attempt\":1,\"index\":1,\"item\":\"?\"}");
        streaming(events(started(1), item, other, done(1, "stop")), stream -> {
            List<Chunk> chunks = TestClients.read(stream);
            assertThat(((Chunk.Item) chunks.get(1)).as(River.class)).isEqualTo(new River("Elbe", 1094));
            assertThatThrownBy(() -> ((Chunk.Item) chunks.get(2)).as(River.class))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("item 1 is no River");
        });
    }

    @Test
    void theTextSoFarOfATurnThatRunsComesInOneChunk() throws IOException {
        String snapshot = event("d1.41", "snapshot", "{\"attempt\":1,\"seq\":41,\"content\":\"so far\"}");
        try (ScriptedServer server = new ScriptedServer(events(started(1), snapshot, done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.join("s", ScriptedServer.TURN, ReadOptions.DEFAULTS)) {
            assertThat(TestClients.read(stream)).contains(new Chunk.Text(1, 41, "so far"));
        }
    }

    @Test
    void reasoningAndToolCallsAreChunksAndThePartsOfTheAnswer() throws IOException {
        String reasoning = event("r", "reasoning", "{\"attempt\":1,\"seq\":0,\"content\":\"hm\"}");
        String signed = event("r", "reasoning", "{\"attempt\":1,\"seq\":1,\"content\":\"\",\"signature\":\"s\"}");
        String call = event("c", "tool-call",
                "{\"attempt\":1,\"seq\":3,\"index\":0,\"callId\":\"c0\",\"name\":\"f\",\"arguments\":\"{\"}");
        String last = event("c", "tool-call",
                "{\"attempt\":1,\"seq\":4,\"index\":0,\"callId\":\"c0\",\"arguments\":\"}\",\"complete\":true}");
        streaming(events(started(1), reasoning, signed, delta(1, 2, "a"), call, last, done(1, "tool_calls")),
                stream -> {
                    assertThat(TestClients.read(stream)).containsExactly(new Chunk.Started(1, "m", "p"),
                            new Chunk.Reasoning(1, 0, "hm", null), new Chunk.Reasoning(1, 1, "", "s"),
                            new Chunk.Text(1, 2, "a"), new Chunk.ToolCall(1, 3, 0, "c0", "f", "{", false),
                            new Chunk.ToolCall(1, 4, 0, "c0", null, "}", true));
                    assertThat(stream.text()).isEqualTo("a");
                    assertThat(stream.parts()).containsExactly(new AnswerPart.Reasoning(0, "hm", "s"),
                            new AnswerPart.ToolCall(1, 0, "c0", "f", "{}", true));
                });
    }

    @Test
    void whatWasSaidBeforeTheReaderJoinedGoesOnWithTheNextPieces() throws IOException {
        String snapshot = event("d1.41", "snapshot", "{\"attempt\":1,\"seq\":41,\"content\":\"so far\",\"parts\":["
                + "{\"type\":\"reasoning\",\"at\":0,\"content\":\"hm\"},"
                + "{\"type\":\"ofALaterVersion\",\"at\":3,\"x\":1},"
                + "{\"type\":\"tool-call\",\"at\":6,\"index\":0,\"callId\":\"c0\",\"name\":\"f\","
                + "\"arguments\":\"{\"}]}");
        String more = event("c", "tool-call",
                "{\"attempt\":1,\"seq\":42,\"index\":0,\"callId\":\"c0\",\"arguments\":\"}\",\"complete\":true}");
        streaming(events(started(1), snapshot, more, done(1, "tool_calls")), stream -> {
            assertThat(TestClients.read(stream).get(1)).isEqualTo(new Chunk.SoFar(1, 41, "so far",
                    List.of(new AnswerPart.Reasoning(0, "hm", null), new AnswerPart.Unknown(3),
                            new AnswerPart.ToolCall(6, 0, "c0", "f", "{", false))));
            assertThat(stream.text()).isEqualTo("so far");
            assertThat(stream.parts()).contains(new AnswerPart.ToolCall(6, 0, "c0", "f", "{}", true));
        });
    }

    @Test
    void cancelledIsAnEndOfItsOwn() throws IOException {
        streaming(events(started(1), delta(1, 0, "half"), done(1, "cancelled")), stream -> {
            TestClients.read(stream);
            assertThat(stream.end()).isEqualTo(new TurnEnd.Cancelled(1, USAGE, 5, TIMINGS));
            assertThat(stream.text()).isEqualTo("half");
        });
    }

    @Test
    void aFailedTurnKeepsItsPartialTextAndFailsEachTime() throws IOException {
        streaming(events(started(1), delta(1, 0, "abc"), error("rate_limited", true)), stream -> {
            TurnFailedException failed = catchThrowableOfType(TurnFailedException.class,
                    () -> TestClients.read(stream));
            assertThat(failed).isNotInstanceOf(TurnTimeoutException.class);
            assertThat(failed.code()).isEqualTo("rate_limited");
            assertThat(failed.retryable()).isTrue();
            assertThat(failed.partialText()).isEqualTo("abc");
            assertThat(failed.bookmark()).contains(new Bookmark("s", ScriptedServer.TURN, "end"));
            assertThatThrownBy(stream::text).isSameAs(failed);
        });
    }

    @ParameterizedTest
    @EnumSource(TurnTimeoutException.Limit.class)
    void eachTimeOutIsToldApart(TurnTimeoutException.Limit limit) throws IOException {
        String code = Map.of(TurnTimeoutException.Limit.QUEUE, "queue_timeout", TurnTimeoutException.Limit.FIRST_TOKEN,
                "first_token_timeout", TurnTimeoutException.Limit.IDLE, "idle_timeout",
                TurnTimeoutException.Limit.TOTAL, "total_timeout").get(limit);
        streaming(events(started(1), error(code, true)), stream -> {
            TurnTimeoutException late = catchThrowableOfType(TurnTimeoutException.class, stream::end);
            assertThat(late.limit()).isEqualTo(limit);
            assertThat(late.code()).isEqualTo(code);
        });
    }

    @Test
    void anExpiredCursorIsToldApartFromOtherRefusals() throws IOException {
        resuming(problem(410, "cursor_expired"), resume -> assertThatThrownBy(resume::run)
                .isInstanceOf(CursorExpiredException.class).hasMessage("410 cursor_expired: A sentence."));
        resuming(problem(404, "unknown_turn"), resume -> {
            RequestRefusedException refused = catchThrowableOfType(RequestRefusedException.class, resume::run);
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.code()).contains("unknown_turn");
            assertThat(refused.field()).contains("cursor");
        });
        resuming(status(403, "", "<html>a proxy</html>"), resume -> {
            RequestRefusedException refused = catchThrowableOfType(RequestRefusedException.class, resume::run);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEmpty();
        });
    }

    @Test
    void eventsThatExpireInTheMiddleOfAStreamAreAnExpiredCursorToo() throws IOException {
        String problem = "event: problem\ndata: {\"status\":410,\"code\":\"events_expired\",\"detail\":\"Gone.\"}\n\n";
        streaming(events(started(1), delta(1, 0, "abc"), problem), stream -> {
            CursorExpiredException gone = catchThrowableOfType(CursorExpiredException.class, stream::end);
            assertThat(gone.partialText()).isEqualTo("abc");
        });
    }

    @Test
    void aFailureSaysHowLongToWaitIfTheProviderDid() throws IOException {
        String limited = event("end", "error", "{\"attempt\":1,\"seq\":0,\"code\":\"rate_limited\",\"message\":\"why\","
                + "\"retryable\":true,\"retryAfterMs\":2500,\"length\":0}");
        streaming(events(started(1), limited), stream -> assertThat(
                catchThrowableOfType(TurnFailedException.class, () -> TestClients.read(stream)).retryAfter())
                .contains(Duration.ofMillis(2_500)));
        streaming(events(started(1), error("rate_limited", true)), stream -> assertThat(
                catchThrowableOfType(TurnFailedException.class, () -> TestClients.read(stream)).retryAfter())
                .isEmpty());
    }

    @Test
    void aFailureSaysHowLongTheTurnTookUnlessTheGatewayIsOfAnEarlierVersion() throws IOException {
        String timed = event("end", "error", "{\"attempt\":1,\"seq\":0,\"code\":\"idle_timeout\",\"message\":\"why\","
                + "\"retryable\":true,\"length\":0,\"timings\":{\"queuedMs\":1,\"firstTokenMs\":2,\"totalMs\":3}}");
        streaming(events(started(1), timed), stream -> assertThat(
                catchThrowableOfType(TurnFailedException.class, stream::end).timings()).contains(TIMINGS));
        streaming(events(started(1), error("idle_timeout", true)), stream -> assertThat(
                catchThrowableOfType(TurnFailedException.class, stream::end).timings()).isEmpty());
    }

    @Test
    void aFailureSaysWhatWasUsedAllTheSameIfAProviderWasAsked() throws IOException {
        String used = event("end", "error", "{\"attempt\":1,\"seq\":0,\"code\":\"idle_timeout\",\"message\":\"why\","
                + "\"retryable\":true,\"usage\":{\"promptTokens\":3,\"completionTokens\":1,\"totalTokens\":4,"
                + "\"estimated\":true},\"length\":0}");
        streaming(events(started(1), used), stream -> assertThat(
                catchThrowableOfType(TurnFailedException.class, stream::end).usage())
                .contains(new Usage(3, 1, 4, true)));
        streaming(events(error("queue_timeout", true)), stream -> assertThat(
                catchThrowableOfType(TurnFailedException.class, stream::end).usage()).isEmpty());
    }

    @Test
    void aBookmarkAtTheEndGetsTheEndFromTheSnapshot() throws IOException {
        String done = "{\"sessionId\":\"s\",\"turnId\":\"t\",\"status\":\"done\",\"attempt\":1,\"text\":\"Hello\","
                + "\"finishReason\":\"stop\"}";
        String error = "{\"sessionId\":\"s\",\"turnId\":\"t\",\"status\":\"error\",\"attempt\":1,\"text\":\"Hel\","
                + "\"error\":{\"code\":\"idle_timeout\",\"message\":\"m\",\"retryable\":true},"
                + "\"usage\":{\"promptTokens\":3,\"completionTokens\":1,\"totalTokens\":4,\"estimated\":true},"
                + "\"timings\":{\"queuedMs\":1,\"firstTokenMs\":2,\"totalMs\":3}}";
        assertThat(endOfNothing(done)).isEqualTo(new TurnEnd.Done(1, "stop", null, 5, null));
        TurnTimeoutException failed = catchThrowableOfType(TurnTimeoutException.class, () -> endOfNothing(error));
        assertThat(failed.timings()).contains(TIMINGS);
        assertThat(failed.usage()).contains(new Usage(3, 1, 4, true));
    }

    private static TurnEnd endOfNothing(String snapshot) throws IOException {
        try (ScriptedServer server = new ScriptedServer(status(204, "", ""), status(204, "", ""), json(snapshot));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.resume(new Bookmark("s", "t", "end"), ReadOptions.DEFAULTS)) {
            assertThat(stream.iterator().hasNext()).isFalse();
            return stream.end();
        }
    }

    @Test
    void theTextOfAnAttemptThatContinuesIsAddedToWhatWasThere() throws IOException {
        String on = event("x", "started", "{\"attempt\":2,\"model\":\"m\",\"provider\":\"p\",\"continues\":"
                + "{\"seq\":1,\"length\":3}}");
        streaming(events(started(1), delta(1, 0, "one"), on, delta(2, 1, " two"), done(2, "stop")), stream -> {
            List<Chunk> chunks = new ArrayList<>();
            stream.forEach(chunks::add);
            assertThat(chunks.get(2)).isEqualTo(new Chunk.Started(2, "m", "p"));
            assertThat(stream.textSoFar()).isEqualTo("one two");
        });
    }

    @Test
    void aTurnCanBeContinuedOrFail() {
        assertThat(new String(Prompt.of("a").onInterruption(OnInterruption.CONTINUE_OR_FAIL).json(),
                StandardCharsets.UTF_8)).contains("\"onInterruption\":\"continue,fail\"");
        assertThat(new String(Prompt.of("a").onInterruption(OnInterruption.CONTINUE).json(), StandardCharsets.UTF_8))
                .contains("\"onInterruption\":\"continue,restart\"");
    }

    @Test
    void theRequestSaysWhatIsAskedFor() throws IOException {
        Prompt prompt = Prompt.of("hi ö").model("m").maxTokens(5).temperature(0.5).system("be brief")
                .whenBusy(WhenBusy.INTERRUPT).onInterruption(OnInterruption.FAIL).onDisconnect(OnDisconnect.CANCEL)
                .maxAttempts(2).firstTokenTimeout(Duration.ofSeconds(2)).idleTimeout(Duration.ofMillis(300))
                .idempotencyKey("key");
        ReadOptions options = ReadOptions.DEFAULTS.throttle(Duration.ofMillis(50)).granularity(Granularity.LINE);
        try (ScriptedServer server = new ScriptedServer(events(started(1), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).header("X-Own", "value").build();
                TurnStream stream = client.stream("s", prompt, options)) {
            assertThat(stream.finishReason()).isEqualTo("stop");
            ScriptedServer.Request request = server.requests().getFirst();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/v1/sessions/s/turns?granularity=line&throttle=50ms");
            assertThat(request.header("Idempotency-Key")).isEqualTo("key");
            assertThat(request.header("Accept")).isEqualTo("text/event-stream, application/problem+json");
            assertThat(request.header("X-Own")).isEqualTo("value");
            assertThat(JsonCodec.MAPPER.readTree(request.body())).isEqualTo(JsonCodec.MAPPER.readTree("""
                    {"prompt":"hi ö","model":"m","maxTokens":5,"temperature":0.5,"system":"be brief",
                     "whenBusy":"interrupt","onInterruption":"fail","onDisconnect":"cancel","maxAttempts":2,
                     "timeouts":{"firstTokenMs":2000,"idleMs":300}}"""));
        }
    }

    private static void streaming(ScriptedServer.Response answer, Consumer<TurnStream> test) throws IOException {
        try (ScriptedServer server = new ScriptedServer(answer);
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            test.accept(stream);
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static void resuming(ScriptedServer.Response answer, Consumer<Runnable> test) throws IOException {
        try (ScriptedServer server = new ScriptedServer(answer);
                RivuletClient client = TestClients.impatient(server).build()) {
            test.accept(() -> client.resume(new Bookmark("s", "t", "c"), ReadOptions.DEFAULTS).close());
            assertThat(server.requests()).singleElement()
                    .satisfies(request -> assertThat(request.header("Last-Event-ID")).isEqualTo("c"));
        }
    }
}
