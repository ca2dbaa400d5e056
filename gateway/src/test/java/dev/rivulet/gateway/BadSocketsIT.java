package dev.rivulet.gateway;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code /ws} does with clients that break the protocol, do not read, or do not answer. */
class BadSocketsIT {

    private static final int DELTAS = 400;
    private static final int PING_PAYLOAD = 100;
    private static final int PING_BYTES = 6 + PING_PAYLOAD;
    private static final int MAX_MESSAGE = 64 << 10;
    private static final String LAGGING = "rivulet_gateway_readers_lagging_total";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(
            Map.of("rivulet.http.max-body", "64k", "rivulet.http.max-stream-buffer", "16k", "rivulet.http.send-buffer",
                    "8k", "rivulet.http.keep-alive-interval", "200ms", "rivulet.http.pong-timeout", "2s"));

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    @Test
    void whatBreaksTheProtocolEndsTheConnectionWithTheCodeThatSaysWhy() throws IOException {
        assertThat(closedAfter(RawSocket.BINARY, new byte[10])).isEqualTo(1003);
        assertThat(closedAfter(RawSocket.TEXT, new byte[]{(byte) 0xC3, (byte) 0x28})).isEqualTo(1007);
        assertThat(closedAfter(3, new byte[0])).isEqualTo(1002);
        // Sent to its end, and then some, although nobody wants it.
        assertThat(closedAfter(RawSocket.TEXT, new byte[20 * MAX_MESSAGE])).isEqualTo(1009);
        // It sends the message in parts.
        try (JsonSocket socket = JsonSocket.connect(URI.create(gateway.url("/ws").replace("http:", "ws:")), Map.of())) {
            socket.sendText("x".repeat(MAX_MESSAGE + 1));
            assertThat(socket.awaitClose(Waiting.LIMIT)).contains(1009);
        }
    }

    /** RFC 6455, section 5.4. */
    @Test
    void aMessageMayBeginWithAnEmptyPart() throws IOException {
        try (RawSocket socket = new RawSocket(gateway.url("/ws"))) {
            socket.head();
            for (int i = 0; i < 2; i++) {
                socket.sendPart(RawSocket.TEXT, new byte[0]);
                socket.sendPart(RawSocket.CONTINUATION, "{\"type\":".getBytes(StandardCharsets.UTF_8));
                socket.send(RawSocket.CONTINUATION, "\"ping\"}".getBytes(StandardCharsets.UTF_8));
                assertThat(socket.text()).contains("\"pong\"");
            }
        }
    }

    @Test
    void aClientThatDoesNotAnswerPingsIsClosedAndOneThatIsBehindIsNot() throws IOException {
        try (RawSocket behind = new RawSocket(gateway.url("/ws"));
                RawSocket mute = new RawSocket(gateway.url("/ws"))) {
            behind.head();
            String session = Streams.session();
            String turn = ask(behind, session);
            makeLag(session, turn);
            mute.head();
            assertThat(mute.next(RawSocket.PING).payload()).isEmpty();
            assertThat(mute.next(RawSocket.CLOSE).closeCode()).isEqualTo(1011);
            assertWhole(readAll(behind, 1), turn);
        }
    }

    @Test
    void turnsOfAReaderThatDoesNotReadShareOneBoundAndGoOnSideBySideWhenItReads() throws IOException {
        try (RawSocket socket = new RawSocket(gateway.url("/ws"))) {
            socket.head();
            List<String> sessions = Stream.generate(Streams::session).limit(4).toList();
            List<String> turns = new ArrayList<>();
            for (String session : sessions) {
                turns.add(ask(socket, session));
            }
            double before = gateway.meter(LAGGING);
            for (int i = 0; i < 4; i++) {
                answer(sessions.get(i), turns.get(i));
            }
            await().until(() -> gateway.meter(LAGGING) >= before + 4);
            List<JsonNode> events = readAll(socket, 4);
            turns.forEach(turn -> assertWhole(events, turn));
            int firstEnd = IntStream.range(0, events.size())
                    .filter(i -> events.get(i).path("type").asText().equals("done")).findFirst().orElseThrow();
            for (String turn : turns) {
                assertThat(events.subList(0, firstEnd).stream()
                        .filter(event -> event.path("turn").asText().equals(turn))).hasSizeGreaterThan(DELTAS / 4);
            }
        }
    }

    @Test
    void aFloodOfPingsThatNobodyReadsTheAnswersOfIsNotTakenIn() throws IOException {
        ByteBuffer pings = ByteBuffer.allocate(1_000 * PING_BYTES);
        while (pings.hasRemaining()) {
            pings.put(RawSocket.header(RawSocket.PING, PING_PAYLOAD)).put(new byte[PING_PAYLOAD]);
        }
        try (RawSocket socket = new RawSocket(gateway.url("/ws"))) {
            socket.head();
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        socket.sendBytes(pings.array());
                    }
                } catch (IOException closed) {
                    // the test is over
                }
            });
            await().pollDelay(Duration.ofMillis(500))
                    .until(() -> sender.getState() == Thread.State.WAITING || !sender.isAlive());
            assertThat(sender.isAlive()).isTrue();
            String session = Streams.session();
            String turn = gateway.submit(session);
            worker.answer(session, turn, "others go on");
            assertThat(Streams.text(Streams.all(gateway.events(session, turn)))).isEqualTo("others go on");
        }
    }

    private static void makeLag(String session, String turn) {
        double before = gateway.meter(LAGGING);
        answer(session, turn);
        await().until(() -> gateway.meter(LAGGING) > before);
    }

    private static void answer(String session, String turn) {
        worker.publish(session, turn, Chunks.started(1));
        worker.publishDeltas(session, turn, 0, DELTAS, "x".repeat(500));
        worker.publish(session, turn, Chunks.done(1, DELTAS, "stop", 0));
    }

    private static int closedAfter(int type, byte[] payload) throws IOException {
        try (RawSocket socket = new RawSocket(gateway.url("/ws"))) {
            socket.head();
            socket.send(type, payload);
            return socket.next(RawSocket.CLOSE).closeCode();
        }
    }

    private static String ask(RawSocket socket, String session) throws IOException {
        socket.send("{\"type\":\"prompt\",\"id\":\"q\",\"prompt\":\"hi\",\"session\":\"" + session + "\"}");
        return event(socket).path("turn").asText();
    }

    private static JsonNode event(RawSocket socket) throws IOException {
        return TestGateway.tree(socket.text());
    }

    /** All of several turns, in the order of arrival. */
    private static List<JsonNode> readAll(RawSocket socket, int turns) throws IOException {
        socket.hurry();
        List<JsonNode> events = new ArrayList<>();
        for (int ends = 0; ends < turns;) {
            events.add(event(socket));
            ends += events.getLast().path("type").asText().equals("done") ? 1 : 0;
        }
        return events;
    }

    private static void assertWhole(List<JsonNode> events, String turn) {
        List<Integer> seqs = events.stream().filter(event -> event.path("turn").asText().equals(turn))
                .filter(event -> event.path("type").asText().equals("delta"))
                .map(event -> event.path("data").path("seq").asInt()).toList();
        assertThat(seqs).isEqualTo(IntStream.range(0, DELTAS).boxed().toList());
    }
}
