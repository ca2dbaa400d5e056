package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.identity.TestSecrets;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two gateways with one secret: cursors of one are good at the other, and made-up ones at neither. */
class SealedCursorsIT {

    private static final TestSecrets SECRETS = TestSecrets.with(TestSecrets.FIRST);

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(SECRETS.settings()).closing(SECRETS);

    private static final TestGateway one = fixture.gateway();
    private static final TestGateway two = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private final String session = Streams.session();

    @Test
    void fromEveryCursorOfAnyStreamTheOtherGatewayGivesTheRest() {
        String turn = one.submit(session);
        worker.answer(session, turn, "a", "b", "c");
        List<SseEvent> whole = all(one.events(session, turn));
        List<SseEvent> followed = follow(one, whole.getFirst().id(), whole.size() - 1);
        for (int seen = 1; seen < whole.size(); seen++) {
            assertThat(whole.get(seen - 1).id()).hasSize(44);
            assertThat(all(two.eventsAfter(session, turn, whole.get(seen - 1).id())))
                    .isEqualTo(whole.subList(seen, whole.size()));
        }
        for (int seen = 1; seen < followed.size(); seen++) {
            assertThat(follow(two, followed.get(seen - 1).id(), followed.size() - seen))
                    .isEqualTo(followed.subList(seen, followed.size()));
        }
        try (JsonSocket socket = JsonSocket.connect(URI.create(two.url("/ws").replace("http", "ws")), Map.of())) {
            socket.send(Map.of("type", "resume", "id", "1", "session", session, "turn", turn, "cursor",
                    whole.get(2).id()));
            assertThat(socket.await(Map.of("type", "done"), Waiting.LIMIT).orElseThrow().path("cursor").asText())
                    .isEqualTo(whole.getLast().id());
            socket.send(Map.of("type", "follow", "id", "2", "session", session, "cursor", forged(whole.get(2).id())));
            JsonNode refused = socket.await(Map.of("id", "2"), Waiting.LIMIT).orElseThrow();
            assertThat(refused.path("problem").path("code").asText()).isEqualTo("invalid_cursor");
        }
    }

    @Test
    void aBrowserComesBackToTheOtherGatewayWithAndWithoutASessionOfItsOwn() {
        for (String named : List.of("", "&session=" + session)) {
            SseStream first = one.sse("/stream?prompt=hello" + named, Map.of());
            String turn = Streams.turnOf(first);
            String of = first.header("X-Session-Id").orElseThrow();
            worker.prompt(turn);
            worker.publish(of, turn, Chunks.started(1));
            worker.publish(of, turn, new Delta(1, 0, "one "));
            String cursor = next(first).id();
            first.cut();
            worker.publish(of, turn, new Delta(1, 1, "two"));
            worker.publish(of, turn, Chunks.done(1, 2, "stop", 7));
            assertThat(all(two.sse("/stream?prompt=hello" + named, Map.of("Last-Event-ID", cursor))))
                    .extracting(SseEvent::data).containsExactly("two", "[DONE]");
            assertRefused(two.sse("/stream?prompt=hello" + named, Map.of("Last-Event-ID", forged(cursor))));
        }
    }

    @Test
    void aForgedCursorAndOneOfAnotherSessionAreRefusedWhateverIsInTheLog() {
        String turn = one.submit(session);
        worker.answer(session, turn, "a");
        String cursor = all(one.events(session, turn)).getFirst().id();
        String other = Streams.session();
        for (String wrong : List.of(forged(cursor), Cursor.parse(cursor).toString())) {
            assertRefused(two.eventsAfter(session, turn, wrong));
        }
        assertRefused(two.eventsAfter(other, turn, cursor));
        assertRefused(two.sse("/v1/sessions/" + other + "/events", Map.of("Last-Event-ID", cursor)));
    }

    @Test
    void theSecretIsRotatedWithoutARestartAndWhatItSealedEndsWithIt() {
        String turn = one.submit(session);
        worker.answer(session, turn, "a", "b");
        String before = all(one.events(session, turn)).get(1).id();

        SECRETS.write(TestSecrets.SECOND, TestSecrets.FIRST);
        Waiting.await().until(() -> !all(two.events(session, turn)).get(1).id().equals(before));
        assertThat(all(two.eventsAfter(session, turn, before))).hasSize(2);
        String after = all(two.events(session, turn)).get(1).id();

        SECRETS.write(TestSecrets.SECOND);
        Waiting.await().until(() -> {
            SseStream again = two.eventsAfter(session, turn, before);
            return again.awaitEnd(Waiting.LIMIT).isPresent() && again.status() == 400;
        });
        assertRefused(two.eventsAfter(session, turn, before));
        assertThat(all(two.eventsAfter(session, turn, after))).hasSize(2);

        SECRETS.write(TestSecrets.FIRST); // for the other tests
        Waiting.await().until(() -> Stream.of(one, two)
                .allMatch(gateway -> all(gateway.events(session, turn)).get(1).id().equals(before)));
    }

    @Test
    void aGatewayThatHasNoSecretYetUnderstandsThoseThatHave() {
        String turn = one.submit(session);
        worker.answer(session, turn, "a", "b");
        List<SseEvent> whole = all(one.events(session, turn));
        try (TestGateway earlier = fixture.startAnother()) {
            List<SseEvent> rest = all(earlier.eventsAfter(session, turn, whole.get(1).id()));
            assertThat(rest).extracting(SseEvent::data).isEqualTo(List.of(whole.get(2).data(), whole.get(3).data()));
            assertThat(rest.getFirst().id()).hasSize(36);
            assertRefused(one.eventsAfter(session, turn, rest.getFirst().id()));
        }
    }

    private List<SseEvent> follow(TestGateway gateway, String cursor, int count) {
        SseStream stream = gateway.sse("/v1/sessions/" + session + "/events", Map.of("Last-Event-ID", cursor));
        try {
            return take(stream, count);
        } finally {
            stream.cut();
        }
    }

    private static void assertRefused(SseStream stream) {
        assertThat(rejected(stream).status()).isEqualTo(400);
        assertThat(rejected(stream).body()).contains("\"code\":\"invalid_cursor\"");
    }

    /** Returns another position of the same turn. */
    private static String forged(String cursor) {
        int last = cursor.length() - 10; // in the offset or in the MAC
        return cursor.substring(0, last) + (cursor.charAt(last) == 'A' ? 'B' : 'A') + cursor.substring(last + 1);
    }
}
