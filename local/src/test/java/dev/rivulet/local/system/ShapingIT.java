package dev.rivulet.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What readers can ask a stream to be, with two gateways over a real Kafka. */
class ShapingIT {

    private static final String POEM = "The river runs. It bends,\nit falls; \"it waits.\"\n\n"
            + "Then\r\nit goes on \uD83C\uDF0A home.\n";
    private static final String LIST = "```json\n[ {\"name\": \"Danube\"}, \"Rhine\\n\", [1, 2.50],\n null ]\n```";

    private static TestSystem system;

    @BeforeAll
    static void start() throws InterruptedException {
        // Each token is a delta.
        system = TestSystem.inSharedKafka(1, 2, Map.of("rivulet.worker.delta-window", "0s"));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void aThrottleLosesNothingAndSendsFewerEvents() {
        system.answer("throttled", slowly("w ".repeat(100), 10));
        SseStream stream = ask("throttled", "?throttle=500ms");
        List<SseEvent> shown = ended(stream);
        assertThat(text(shown)).isEqualTo("w ".repeat(100)).isEqualTo(text(fromStart(stream, "")));
        assertThat(deltas(shown)).hasSizeBetween(2, deltas(fromStart(stream, "")).size() / 2);
        long newest = data(shown.getLast()).path("seq").asLong() - 1;
        assertThat(data(deltas(shown).getLast()).path("seq").asLong()).isEqualTo(newest);
    }

    @ParameterizedTest
    @CsvSource({"word, (?s).*\\s", "line, (?s).*\\n", "sentence, (?s).*(\\.\\s+|\\.\"\\s+|\\n\\n)"})
    void textComesInWholePartsAndAllOfIt(String granularity, String part) {
        system.answer("poem", Script.ofTokens(tokens(POEM)).withTiming(Duration.ZERO, Duration.ofMillis(10)));
        SseStream stream = ask("poem", "?granularity=" + granularity);
        List<SseEvent> shown = ended(stream);
        assertThat(text(shown)).isEqualTo(POEM);
        List<SseEvent> deltas = deltas(shown);
        // How many depends on which tokens the worker found together; the last part is known only at the end.
        assertThat(deltas).hasSizeGreaterThan(1);
        deltas.subList(0, deltas.size() - 1)
                .forEach(delta -> assertThat(data(delta).path("content").asText()).matches(part));
    }

    @Test
    void theElementsOfAnArrayAreEvents() {
        system.answer("list", Script.ofTokens(tokens(LIST)));
        SseStream stream = ask("list", "?granularity=json");
        List<SseEvent> shown = ended(stream);
        assertThat(shown).extracting(SseEvent::type).containsExactly("started", "item", "item", "item", "item", "done");
        assertThat(shown.subList(1, 5)).extracting(SseEvent::data).containsExactly(
                "{\"attempt\":1,\"index\":0,\"item\":{\"name\":\"Danube\"}}",
                "{\"attempt\":1,\"index\":1,\"item\":\"Rhine\\n\"}", "{\"attempt\":1,\"index\":2,\"item\":[1,2.50]}",
                "{\"attempt\":1,\"index\":3,\"item\":null}");
        List<SseEvent> rest = after(stream, shown.get(2), "?granularity=json");
        assertThat(rest).isEqualTo(shown.subList(3, 6));
        assertThat(text(after(stream, shown.get(2), ""))).isEqualTo(LIST.substring(LIST.indexOf(", [1")));
    }

    @Test
    void anAnswerThatIsNoArrayComesAsTextAlsoWhenElementsAreAskedFor() {
        system.answer("poem", Script.ofTokens(tokens(POEM)).withTiming(Duration.ZERO, Duration.ofMillis(10)));
        assertThat(text(ended(ask("poem", "?granularity=json")))).isEqualTo(POEM);
    }

    @Test
    void aReaderThatComesLateGetsTheTextSoFarAsOneEventAndThenTheTail() {
        system.answer("late", slowly("w ".repeat(5_000), 20));
        SseStream stream = ask("late", "");
        take(stream, 10);
        SseStream late = system.client(1).sse().get(events(stream, ""));
        take(late, 5);
        assertThat(system.client(1).cancel(stream.header("X-Session-Id").orElseThrow(),
                stream.header("X-Turn-Id").orElseThrow())).isEqualTo(202);
        List<SseEvent> shown = ended(late);
        assertThat(shown).extracting(SseEvent::type).startsWith("started", "snapshot", "delta").endsWith("done")
                .containsOnlyOnce("snapshot");
        int newest = data(shown.get(1)).path("seq").asInt();
        assertThat(newest).isGreaterThanOrEqualTo(8);
        assertThat(data(shown.get(2)).path("seq").asInt()).isEqualTo(newest + 1);
        assertThat(text(shown)).isEqualTo(text(ended(stream)));
        assertThat(after(stream, shown.get(1), "")).isEqualTo(shown.subList(2, shown.size()));

        List<SseEvent> over = ended(system.client(1).sse().get(events(stream, "")));
        assertThat(over).extracting(SseEvent::type).containsExactly("started", "snapshot", "done");
        assertThat(text(over)).isEqualTo(text(shown));
        assertThat(fromStart(stream, "")).isEqualTo(ended(stream));
    }

    @Test
    void aStreamCutInTheMiddleOfALineGoesOnAtTheOtherGateway() {
        String lines = "one two three four five six\n".repeat(20);
        // A token goes over the end of its line, so a line's cursor lies within a delta.
        system.answer("lines", Script.ofTokens(tokens(lines)).withTiming(Duration.ZERO, Duration.ofMillis(10)));
        SseStream first = ask("lines", "?granularity=line");
        List<SseEvent> seen = take(first, 5);
        first.cut();
        assertThat(seen.getLast().id()).contains(".");
        for (String again : List.of("", "?granularity=line", "?granularity=word&throttle=50ms")) {
            List<SseEvent> rest = after(first, seen.getLast(), again);
            assertThat(text(seen) + text(rest)).isEqualTo(lines);
        }
    }

    @Test
    void theOtherProtocolsAreShapedTheSameWay() {
        system.answer("poem", Script.ofTokens(tokens(POEM)).withTiming(Duration.ZERO, Duration.ofMillis(10)));
        TestClient client = system.client(0);
        List<String> plain = ended(client.sse().get(client.base() + "/stream?prompt=poem&granularity=line")).stream()
                .map(SseEvent::data).toList();
        assertThat(plain.getFirst()).startsWith("The river runs. It bends,\n");
        assertThat(String.join("", plain)).isEqualTo(POEM.replace("\r\n", "\n") + "[DONE]");

        SseStream chat = client.sse().post(client.base() + "/v1/chat/completions?granularity=line",
                "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"poem\"}]}", Map.of());
        List<String> chunks = ended(chat).stream().map(SseEvent::data).filter(data -> data.startsWith("{"))
                .map(data -> TestClient.tree(data).at("/choices/0/delta/content").asText())
                .filter(text -> !text.isEmpty()).toList();
        assertThat(chunks).hasSizeBetween(1, 5).allMatch(text -> text.endsWith("\n"));
        assertThat(String.join("", chunks)).isEqualTo(POEM);
    }

    @ParameterizedTest
    @CsvSource({"throttle=5, throttle", "throttle=11s, throttle", "granularity=letter, granularity"})
    void aShapeThatThereIsNotIsRefusedBeforeAnythingIsAsked(String query, String field) {
        TestClient client = system.client(0);
        String prompt = "refused " + query;
        JsonNode problem = TestClient.tree(
                client.post(client.base() + "/v1/sessions/s/turns?" + query, Map.of("prompt", prompt)));
        assertThat(problem.path("code").asText()).isEqualTo("invalid_value");
        assertThat(problem.path("field").asText()).isEqualTo(field);
        assertThat(client.get("/stream?granularity=json&prompt=refused").statusCode()).isEqualTo(400);
        assertThat(client.get("/v1/sessions/s/turns/019a5d2e-7c41-7a8b-9c55-2f6e8d1b3a70/events?from=end").statusCode())
                .isEqualTo(400);
        assertThat(system.simulator.requests()).noneMatch(asked -> asked.prompt().startsWith("refused"));
    }

    private static SseStream ask(String prompt, String query) {
        TestClient client = system.client(0);
        SseStream stream = client.sse().post(client.base() + "/v1/sessions/" + UUID.randomUUID() + "/turns" + query,
                "{\"prompt\":\"" + prompt + "\"}", Map.of());
        assertThat(stream.awaitHeaders(Waiting.LIMIT)).isTrue();
        return stream;
    }

    private static List<SseEvent> take(SseStream stream, int count) {
        return IntStream.range(0, count).mapToObj(i -> stream.next(Waiting.LIMIT).orElseThrow()).toList();
    }

    private static List<SseEvent> fromStart(SseStream asked, String query) {
        return ended(system.client(1).sse().get(events(asked, "?from=start" + query)));
    }

    private static List<SseEvent> after(SseStream asked, SseEvent last, String query) {
        return ended(system.client(1).sse().get(events(asked, query), Map.of("Last-Event-ID", last.id())));
    }

    private static String events(SseStream asked, String query) {
        return system.client(1).base() + asked.header("Location").orElseThrow() + "/events" + query;
    }

    private static List<SseEvent> ended(SseStream stream) {
        assertThat(stream.awaitEnd(Waiting.LIMIT)).contains(new StreamEnd.EndedByServer());
        return stream.events();
    }

    private static List<SseEvent> deltas(List<SseEvent> events) {
        return events.stream().filter(event -> event.type().equals("delta")).toList();
    }

    private static String text(List<SseEvent> events) {
        return events.stream().filter(event -> List.of("delta", "snapshot").contains(event.type()))
                .map(event -> data(event).path("content").asText()).collect(Collectors.joining());
    }

    private static JsonNode data(SseEvent event) {
        return TestClient.tree(event.data());
    }

    private static Script slowly(String text, int gapMillis) {
        return Script.of(text).withTiming(Duration.ZERO, Duration.ofMillis(gapMillis));
    }

    /** Five characters each, wherever words and lines end. */
    private static List<String> tokens(String text) {
        return List.of(text.split("(?s)(?<=\\G.{5})"));
    }
}
