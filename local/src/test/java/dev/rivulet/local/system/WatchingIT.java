package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.process.RivuletCommand;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.Readiness;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many follow a session, at several gateways. */
class WatchingIT {

    private static final String DELAY = "100ms";
    private static final String INTERVAL = "1s";

    @TempDir
    static Path logs;

    private static TestSystem system;

    private final String session = "watching-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws InterruptedException {
        system = TestSystem.inSharedKafka(1, 2, Map.of("rivulet.gateway.presence-delay", DELAY,
                "rivulet.gateway.presence-interval", INTERVAL));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void followersOfTwoGatewaysKnowOfEachOtherUntilOneLeaves() {
        SseStream one = follow(0);
        try (JsonSocket two = JsonSocket.connect(URI.create(system.client(1).base().replace("http", "ws") + "/ws"),
                Map.of())) {
            two.send(Map.of("type", "follow", "id", "1", "session", session));
            assertThat(two.await(Map.of("type", "watching", "session", session), Waiting.LIMIT))
                    .hasValueSatisfying(frame -> {
                        assertThat(frame.at("/data/readers").asInt()).isEqualTo(2);
                        assertThat(frame.has("cursor")).isFalse();
                    });
            assertThat(readers(one)).isEqualTo(2);
        }
        assertThat(readers(one)).isEqualTo(1);
    }

    @Test
    void whoIsAloneIsToldNothingAndHasNothingWrittenForReadersAndReadersOfTurnsDoNotCount() {
        SseStream one = follow(0);
        KafkaProbe.await(system, "prompt-requests",
                record -> session.equals(record.key()) && record.value().contains("\"ReadersChanged\""));
        SseStream turn = system.client(1).stream(session, "hello");
        turn.awaitEnd(Waiting.LIMIT);
        follow(1);

        List<SseEvent> seen = until(one, "watching");
        assertThat(seen).extracting(SseEvent::type).containsSubsequence("prompt", "done", "watching");
        assertThat(seen.getLast().data()).isEqualTo("{\"readers\":2}");
        // It has none of its own, so the one before it stays the last.
        assertThat(seen.getLast().id()).isEqualTo(seen.get(seen.size() - 2).id());
        assertThat(turn.events()).extracting(SseEvent::type).doesNotContain("watching");
        ConsumerRecord<String, String> first = KafkaProbe.await(system, "chunk-events",
                record -> session.equals(record.key()) && Watching.isIn(record.headers()));
        assertThat(first.value()).isEqualTo("{\"readers\":2}");
    }

    @Test
    void whoComesBackIsToldTheNumberOfNowAndNoneOfBeforeAndHasExactlyTheRest() {
        SseStream whole = follow(0);
        String cursor = whole.events().getFirst().id();
        SseStream other = follow(1);
        assertThat(readers(whole)).isEqualTo(2);
        system.client(0).stream(session, "hello").awaitEnd(Waiting.LIMIT);
        List<SseEvent> rest = withoutWatching(until(whole, "done"));
        other.cut();
        assertThat(readers(whole)).isEqualTo(1);
        whole.cut();

        SseStream again = system.client(1).follow(session, "?cursor=" + cursor);
        List<SseEvent> seen = until(again, "done");
        assertThat(seen.getFirst().type()).isEqualTo("watching");
        assertThat(withoutWatching(seen)).isEqualTo(rest);
        assertThat(seen).filteredOn(event -> event.type().equals("watching")).extracting(SseEvent::data)
                .doesNotContain("{\"readers\":2}");
    }

    @Test
    void afterAnotherWorkerHasTakenOverFollowersAreCountedOn() {
        SseStream one = follow(0);
        follow(1);
        assertThat(readers(one)).isEqualTo(2);
        system.replaceWorker();
        follow(1);
        await().until(() -> readers(one) == 3);
    }

    @Test
    void thoseOfAGatewayThatWasKilledAreNotCountedForLong() throws InterruptedException {
        SseStream one = follow(0);
        int port = FreePorts.find();
        try (JavaProcess gateway = RivuletCommand.start(logs, Map.of("KAFKA_BOOTSTRAP_SERVERS",
                system.bootstrapServers(), "RIVULET_TOPICS_PREFIX", system.topic(""), "RIVULET_HTTP_PORT",
                String.valueOf(port), "RIVULET_GATEWAY_PRESENCE_DELAY", DELAY,
                "RIVULET_GATEWAY_PRESENCE_INTERVAL", INTERVAL), "gateway")) {
            Readiness.http(gateway, port, "/readyz");
            SseStream two = system.sse.get("http://127.0.0.1:" + port + "/v1/sessions/" + session + "/events");
            assertThat(two.next(Waiting.LIMIT)).isPresent();
            assertThat(readers(one)).isEqualTo(2);
            gateway.signal("KILL");
            gateway.exitStatus();
        }
        assertThat(readers(one)).isEqualTo(1);
    }

    private SseStream follow(int gateway) {
        SseStream stream = system.client(gateway).follow(session);
        assertThat(stream.next(Waiting.LIMIT)).hasValueSatisfying(
                event -> assertThat(event.type()).isEqualTo("session"));
        return stream;
    }

    /** The next number that a follower is told. */
    private static int readers(SseStream follower) {
        return TestClient.tree(until(follower, "watching").getLast().data()).path("readers").asInt();
    }

    /** The events that come, up to the first of a type. */
    private static List<SseEvent> until(SseStream stream, String type) {
        List<SseEvent> seen = new ArrayList<>();
        do {
            seen.add(stream.next(Waiting.LIMIT).orElseThrow(() -> new AssertionError("nothing after " + seen)));
        } while (!seen.getLast().type().equals(type));
        return seen;
    }

    private static List<SseEvent> withoutWatching(List<SseEvent> events) {
        return events.stream().filter(event -> !event.type().equals("watching")).toList();
    }
}
