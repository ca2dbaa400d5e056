package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing event streams, wherever the bytes are split. */
class SseConnectionTest {

    /** Awkward bodies and the events in them. */
    enum Body {
        LINE_FEEDS("id: 1\nevent: a\ndata: x\n\ndata: y\n\n", event("a", "x", "1"), event("message", "y", "1")),
        CARRIAGE_RETURNS_AND_LINE_FEEDS("id: 1\r\ndata: x\r\n\r\ndata: y\r\n\r\n", event("message", "x", "1"),
                event("message", "y", "1")),
        CARRIAGE_RETURNS("data: x\r\rdata: y\r\r", event("message", "x", null), event("message", "y", null)),
        A_BYTE_ORDER_MARK("\uFEFFdata: x\n\n", event("message", "x", null)),
        A_BYTE_ORDER_MARK_LATER("data: \uFEFFx\n\n\uFEFFdata: y\n\n", event("message", "\uFEFFx", null)),
        MULTI_BYTE_TEXT("data: é河\uD83C\uDF0A\u2028\u2029\u0085\n\n",
                event("message", "é河\uD83C\uDF0A\u2028\u2029\u0085", null)),
        COMMENTS(": connected\n\n:\n\n:data: no\ndata: x\n: in between\n\n", event("message", "x", null)),
        SEVERAL_LINES("data: one\ndata:\ndata:  two\n\n", event("message", "one\n\n two", null)),
        NO_SPACE_AND_NO_COLON("data:x\ndata\n\n", event("message", "x\n", null)),
        NO_DATA("event: a\nid: 7\n\ndata: x\n\n", event("message", "x", "7")),
        AN_ID_WITH_A_NULL("id: 1\nid: \u0000\ndata: x\n\n", event("message", "x", "1")),
        AN_EMPTY_ID("id: 1\ndata: x\n\nid\ndata: y\n\n", event("message", "x", "1"), event("message", "y", "")),
        UNKNOWN_FIELDS("foo: bar\nDATA: no\n data: no\ndata: x\n\n", event("message", "x", null)),
        CUT_BEFORE_THE_EMPTY_LINE("data: x\n\ndata: y\n", event("message", "x", null)),
        CUT_IN_A_CHARACTER("data: x\n\ndata: y\n\n\uD83C\uDF0A", event("message", "x", null),
                event("message", "y", null));

        final byte[] bytes;
        final List<SseEvent> events;

        Body(String text, SseEvent... events) {
            byte[] all = text.getBytes(StandardCharsets.UTF_8);
            bytes = name().equals("CUT_IN_A_CHARACTER") ? Arrays.copyOf(all, all.length - 1) : all;
            this.events = List.of(events);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameEventsWhereverTheBytesAreCut(Body body) throws InterruptedException {
        for (int cut = 0; cut <= body.bytes.length; cut++) {
            assertThat(events(Arrays.copyOf(body.bytes, cut), Arrays.copyOfRange(body.bytes, cut, body.bytes.length)))
                    .as("cut after %d bytes", cut).isEqualTo(body.events);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameEventsByteByByte(Body body) throws InterruptedException {
        byte[][] single = new byte[body.bytes.length][];
        Arrays.setAll(single, i -> new byte[]{body.bytes[i]});
        assertThat(events(single)).isEqualTo(body.events);
    }

    @Test
    void theServersWishForAPauseIsRead() {
        assertThat(retry("retry: 1000")).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry: soon", "retry:", "retry: -1", "retry: 1.5", "retry: 99999999999999", "retries: 1"})
    void aWishThatIsNoNumberIsIgnored(String line) {
        assertThat(retry(line)).isNull();
    }

    private static Duration retry(String line) {
        SseParser parser = new SseParser();
        parser.line(line);
        return parser.retry();
    }

    private static List<SseEvent> events(byte[]... pieces) throws InterruptedException {
        List<SseEvent> events = new ArrayList<>();
        SubmissionPublisher<List<ByteBuffer>> body = new SubmissionPublisher<>(Runnable::run, pieces.length + 1);
        SseConnection connection = SseConnection.of(body);
        for (byte[] piece : pieces) {
            body.submit(List.of(ByteBuffer.wrap(piece)));
        }
        body.close();
        while (connection.take(TestClients.LONG) instanceof SseConnection.Signal.Received(SseEvent event)) {
            events.add(event);
        }
        return events;
    }

    private static SseEvent event(String type, String data, String id) {
        return new SseEvent(type, data, id);
    }
}
