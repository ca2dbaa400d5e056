package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.sse.ParsedEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SseFuzzTest {

    /** How many replacement characters the JDK makes of bytes that are not UTF-8 depends on where they are split. */
    @Property
    void anyBytesSplitAnywhereAreTheEventsOfTheStandard(@ForAll("bodies") byte[] body,
            @ForAll("cuts") List<Integer> cuts) throws InterruptedException {
        assertThat(received(split(body, cuts)).stream().map(SseFuzzTest::withOneReplacement)).containsExactlyElementsOf(
                ParsedEvents.of(new String(body, StandardCharsets.UTF_8)).stream()
                        .map(event -> new SseEvent(event.type(), event.data(), event.id()))
                        .map(SseFuzzTest::withOneReplacement).toList());
    }

    @Property
    void anyEventIsUnderstoodOrRefusedOrPassedOver(@ForAll("types") String type, @ForAll("data") String data) {
        try {
            ChunkReader.Step step = new ChunkReader(false).read(new SseEvent(type, data, "id"));
            assertThat(step == null || type.matches("started|delta|snapshot|item|done|error")).isTrue();
        } catch (IOException refused) {
            assertThat(refused.getMessage()).startsWith("the gateway sent ").doesNotContain("secret");
        }
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<byte[]> texts = Arbitraries.of("data", "data:", "data: ", "id: 1", "id", "event: a", "retry: 9", ":",
                ": ping", "x", " ", "\n", "\n", "\r", "\r\n", "\n\n", "\u0000", "\ufeff", "\u2028", "\u0085", "\u000b",
                "\uD83C\uDF0A", "é", "retry: 99999999999", "\f").map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(3);
        return Arbitraries.frequencyOf(Tuple.of(9, texts), Tuple.of(1, any)).list().ofMaxSize(40)
                .map(SseFuzzTest::joined);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(0, 150).list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.of("started", "delta", "snapshot", "item", "done", "error", "queued", "later", "message",
                "");
    }

    @Provide
    Arbitrary<String> data() {
        Arbitrary<String> values = Arbitraries.of("1", "-1", "1.5", "99999999999", "\"secret\"", "null", "true", "[]",
                "{}", "\"stop\"", "\"cancelled\"", "{\"a\":1}", "1E400", "\"\\ud800\"");
        Arbitrary<String> names = Arbitraries.of("attempt", "seq", "content", "model", "provider", "item", "index",
                "finishReason", "usage", "length", "timings", "code", "message", "retryable", "retryAfterMs", "other");
        Arbitrary<String> objects = Combinators.combine(names, values)
                .as((name, value) -> '"' + name + "\":" + value).list().ofMaxSize(8)
                .map(fields -> "{" + String.join(",", fields) + "}");
        return Arbitraries.frequencyOf(Tuple.of(6, objects), Tuple.of(1, values),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(20)));
    }

    private static List<SseEvent> received(List<byte[]> pieces) throws InterruptedException {
        List<SseEvent> events = new ArrayList<>();
        SubmissionPublisher<List<ByteBuffer>> body = new SubmissionPublisher<>(Runnable::run, pieces.size() + 1);
        SseConnection connection = SseConnection.of(body);
        pieces.forEach(piece -> body.submit(List.of(ByteBuffer.wrap(piece))));
        body.close();
        while (connection.take(TestClients.LONG) instanceof SseConnection.Signal.Received(SseEvent event)) {
            events.add(event);
        }
        return events;
    }

    private static SseEvent withOneReplacement(SseEvent event) {
        return new SseEvent(event.type().replaceAll("\uFFFD+", "?"), event.data().replaceAll("\uFFFD+", "?"),
                event.id() == null ? "" : event.id().replaceAll("\uFFFD+", "?"));
    }

    private static List<byte[]> split(byte[] bytes, List<Integer> cuts) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int cut : cuts.stream().distinct().sorted().filter(place -> place > 0 && place < bytes.length).toList()) {
            pieces.add(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(all::put);
        return all.array();
    }
}
