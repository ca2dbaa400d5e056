package dev.rivulet.local.access;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a stranger knows of a session (its name, its turns, cursors, keys), it learns nothing more. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StrangersIT {

    private static final int PAIRS = 60;
    private static final int AT_ONCE = 4;
    /** Chance alone makes it 0.05; see {@link RankTest}. */
    private static final double MOST_OFF = 0.25;
    private static final String TURN = "/v1/sessions/{session}/turns/{turn}";
    private static final String EVENTS = TURN + "/events";
    private static final String ASK = "{\"prompt\":\"" + AccessFixture.OWN_PROMPT + "\"}";

    @RegisterExtension
    static final AccessExtension ACCESS = new AccessExtension();

    private static AccessFixture fixture;

    @BeforeAll
    static void start() {
        fixture = ACCESS.fixture();
    }

    @Test
    @Order(1)
    void aCursorOfTheOwnersLeadsNowhere() {
        Names owners = fixture.newTurn(true);
        String cursor = events(Caller.OWNER, owners.in(EVENTS + "?from=start")).get(1).id();
        for (String header : List.of("Last-Event-ID", "")) {
            String query = header.isEmpty() ? "?cursor=" + cursor : "";
            Map<String, String> headers = header.isEmpty() ? Map.of() : Map.of(header, cursor);
            Response strangers = asStranger("GET", owners.in(EVENTS) + query, "", headers);
            Names missing = owners.inMissingSession();
            assertThat(strangers.without(owners))
                    .isEqualTo(asStranger("GET", missing.in(EVENTS) + query, "", headers).without(missing));
            requireNothingOfTheOwners(strangers);
            requireNothingOfTheOwners(asStranger("GET", owners.in("/v1/sessions/{session}/turns") + query, "",
                    headers));
        }
        // At a session of its own with that name, it leads to what is its own.
        Response own = asStranger("POST", owners.in("/v1/sessions/{session}/turns?wait=60s"), ASK, Map.of());
        String turn = AccessFixture.tree(own).path("turnId").asText();
        Response resumed = asStranger("GET", new Names(owners.session(), turn).in(EVENTS), "",
                Map.of("Last-Event-ID", cursor));
        requireNothingOfTheOwners(resumed);
        fixture.stop(owners);
    }

    @Test
    @Order(1)
    void theIdOfAPlainStreamLeadsNowhere() {
        try (SseStream stream = fixture.stack.sse.get(
                fixture.url + "/stream?prompt=" + AccessFixture.OWNERS_ENDLESS_PROMPT,
                fixture.headers(Caller.OWNER))) {
            SseEvent first = stream.next(Waiting.LIMIT).orElseThrow();
            assertThat(first.data()).contains(AccessFixture.SECRET_ANSWER);
            Response strangers = comeBack(first.id());
            assertThat(strangers.status()).isEqualTo(400);
            requireNothingOfTheOwners(strangers);
            // The id begins with the random part of the session's name.
            String nobodys = (first.id().startsWith("A") ? "B" : "A") + first.id().substring(1);
            Response missing = comeBack(nobodys);
            assertThat(missing.status()).isEqualTo(400);
            assertThat(strangers.body()).isEqualTo(missing.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions/{session}/turns?wait=60s", "/v1/chat/completions", "/api/chat"})
    @Order(1)
    void anIdempotencyKeyIsThePrincipalsOwn(String path) {
        Names names = fixture.newTurn(false);
        String body = switch (path) {
            case "/v1/chat/completions" -> "{\"messages\":[{\"role\":\"user\",\"content\":\"PROMPT\"}]}";
            case "/api/chat" -> names.in("{\"id\":\"{session}\",\"message\":{\"id\":\"m\",\"role\":\"user\","
                    + "\"parts\":[{\"type\":\"text\",\"text\":\"PROMPT\"}]}}");
            default -> "{\"prompt\":\"PROMPT\"}";
        };
        Map<String, String> key = Map.of("Idempotency-Key", "key-" + names.session());
        String secret = body.replace("PROMPT", AccessFixture.SECRET_PROMPT);
        Response owners = fixture.call(Caller.OWNER, "POST", names.in(path), secret, key);
        assertThat(owners.body()).contains(AccessFixture.SECRET_ANSWER);
        Response strangers = asStranger("POST", names.in(path),
                body.replace("PROMPT", AccessFixture.OWN_PROMPT), key);
        assertThat(strangers.status()).as(strangers.body()).isEqualTo(200);
        assertThat(strangers.body()).contains(AccessFixture.OWN_ANSWER);
        assertThat(strangers.headers().get("x-turn-id")).isNotEqualTo(owners.headers().get("x-turn-id"));
        requireNothingOfTheOwners(strangers);
        Response again = fixture.call(Caller.OWNER, "POST", names.in(path), secret, key);
        assertThat(again.headers().get("x-turn-id")).isEqualTo(owners.headers().get("x-turn-id"));
    }

    @Test
    @Order(1)
    void aTurnIdOfTheOwnersNamesATurnOfTheStrangers() {
        Names owners = fixture.newTurn(true);
        Response strangers = asStranger("POST", owners.in("/v1/sessions/{session}/turns?wait=60s"),
                owners.in("{\"prompt\":\"" + AccessFixture.OWN_PROMPT + "\",\"turnId\":\"{turn}\"}"), Map.of());
        assertThat(AccessFixture.tree(strangers).path("turnId").asText()).isEqualTo(owners.turn());
        assertThat(AccessFixture.tree(strangers).path("text").asText()).isEqualTo(AccessFixture.OWN_ANSWER);
        assertThat(asStranger("DELETE", owners.in(TURN), "", Map.of()).status()).isEqualTo(202);
        assertThat(asStranger("DELETE", owners.in("/v1/sessions/{session}"), "", Map.of()).status()).isEqualTo(202);
        fixture.requireUntouched(owners, true);
        fixture.stop(owners);
    }

    @Test
    @Order(1)
    void whoFollowsAStrangersSessionSeesItsOwnOfThatNameAndIsNotCounted() {
        Names owners = fixture.newTurn(false);
        String events = fixture.url + owners.in("/v1/sessions/{session}/events");
        try (SseStream own = fixture.stack.sse.get(events, fixture.headers(Caller.OWNER));
                SseStream strangers = fixture.stack.sse.get(events, fixture.headers(Caller.STRANGER));
                JsonSocket socket = JsonSocket.connect(URI.create("ws" + fixture.url.substring(4) + "/ws"),
                        fixture.headers(Caller.STRANGER))) {
            socket.send(Map.of("type", "follow", "id", "f", "session", owners.session()));
            assertThat(socket.await(Map.of("type", "following"), Waiting.LIMIT)).isPresent();
            assertThat(strangers.next(Waiting.LIMIT).orElseThrow().type()).isEqualTo("session");
            assertThat(own.next(Waiting.LIMIT).orElseThrow().type()).isEqualTo("session");

            String path = owners.in("/v1/sessions/{session}/turns?wait=60s");
            fixture.asOwner("POST", path, "{\"prompt\":\"" + AccessFixture.SECRET_PROMPT + "\"}");
            asStranger("POST", path, ASK, Map.of());

            await().until(() -> own.events().toString().contains(AccessFixture.SECRET_ANSWER));
            await().until(() -> strangers.events().stream().anyMatch(event -> event.type().equals("done")));
            assertThat(socket.await(Map.of("type", "done"), Waiting.LIMIT)).isPresent();
            // Two of the stranger's: it is told so, the owner is not.
            await().until(() -> strangers.events().stream().anyMatch(event -> event.type().equals("watching")));
            assertThat(own.events()).extracting(SseEvent::type).doesNotContain("watching");
            assertThat(strangers.events() + "" + socket.frames()).contains(AccessFixture.OWN_ANSWER)
                    .doesNotContain(fixture.secrets());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TURN, "/v1/sessions/{session}", "/v1/sessions/{session}/turns"})
    @Order(2)
    void whatIsAStrangersTakesAsLongAsWhatIsNotThere(String path) {
        Names owners = fixture.newTurn(false);
        Names missing = owners.missing();
        List<Long> strangers = new CopyOnWriteArrayList<>();
        List<Long> nobodys = new CopyOnWriteArrayList<>();
        IntStream.range(0, AT_ONCE).mapToObj(thread -> Thread.startVirtualThread(() -> {
            Random random = new Random(thread);
            for (int i = 0; i < PAIRS / AT_ONCE; i++) {
                boolean first = random.nextBoolean();
                (first ? strangers : nobodys).add(nanos((first ? owners : missing).in(path)));
                (first ? nobodys : strangers).add(nanos((first ? missing : owners).in(path)));
            }
        })).toList().forEach(StrangersIT::join);
        assertThat(strangers).hasSize(PAIRS);
        assertThat(RankTest.smaller(strangers, nobodys)).isBetween(0.5 - MOST_OFF, 0.5 + MOST_OFF);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static Response comeBack(String lastEventId) {
        return asStranger("GET", "/stream?prompt=" + AccessFixture.OWN_PROMPT, "",
                Map.of("Last-Event-ID", lastEventId));
    }

    private static long nanos(String path) {
        long begin = System.nanoTime();
        asStranger("GET", path, "", Map.of());
        return System.nanoTime() - begin;
    }

    @Test
    @Order(3)
    void metricsNameNobody() {
        Response metrics = asStranger("GET", "/metrics", "", Map.of());
        assertThat(metrics.body()).contains("rivulet_").doesNotContain("-session");
        requireNothingOfTheOwners(metrics);
    }

    @Test
    @Order(3)
    void aDeadLetterHasNothingButTheRecordThatCouldNotBeProcessed() throws Exception {
        Names owners = fixture.newTurn(false);
        String key = fixture.keys.ownerPrefix() + owners.session();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", fixture.stack.bootstrapServers()), new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("prompt-requests", key, "{\"type\":\"enemy")).get();
        }
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", fixture.stack.bootstrapServers()), new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition letters = new TopicPartition("dead-letters", 0);
            consumer.assign(List.of(letters));
            consumer.seekToBeginning(List.of(letters));
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
                return !found.isEmpty();
            });
            String letter = found.getFirst().value() + StreamSupport
                    .stream(found.getFirst().headers().spliterator(), false)
                    .map(header -> new String(header.value())).collect(Collectors.joining(" "));
            assertThat(letter).contains("enemy").doesNotContain(fixture.secrets());
        }
        fixture.requireUntouched(owners, false);
    }

    /** After all that was asked, also in ways that nobody should. */
    @Test
    @Order(4)
    void noProcessHasLoggedAKeyAPrincipalASessionOrAText() {
        Names owners = fixture.newTurn(false);
        for (Caller caller : Caller.values()) {
            for (String target : List.of(owners.in(TURN) + "x", owners.in(TURN) + "?access_token="
                    + fixture.keys.loginKey(), owners.in("/v1/sessions/{session}/nothing"),
                    owners.in(EVENTS) + "?cursor=x", owners.in("/v1/sessions/{session}%00"))) {
                Response refused = fixture.call(caller, "GET", target, "", Map.of());
                assertThat(refused.status()).as(target).isBetween(400, 499);
                assertThat(refused.body()).doesNotContain(fixture.keys.loginKey());
            }
            fixture.call(caller, "POST", owners.in("/v1/sessions/{session}/turns"),
                    "{\"prompt\":\"" + AccessFixture.SECRET_PROMPT + "\",", Map.of());
            fixture.call(caller, "POST", owners.in("/v1/sessions/{session}/turns"), "{\""
                    + AccessFixture.SECRET_PROMPT + "\":1}", Map.of("Idempotency-Key", "k".repeat(300)));
        }
        assertThat(fixture.stack.processes()).hasSize(3);
        for (JavaProcess process : fixture.stack.processes()) {
            assertThat(process.out() + process.err()).as(process.name()).doesNotContain(fixture.secrets())
                    .doesNotContain("-session", fixture.keys.loginKey());
        }
    }

    private static List<SseEvent> events(Caller caller, String path) {
        try (SseStream stream = fixture.stack.sse.get(fixture.url + path, fixture.headers(caller))) {
            await().until(() -> stream.events().size() > 2);
            return stream.events();
        }
    }

    private static Response asStranger(String method, String path, String body, Map<String, String> headers) {
        return fixture.call(Caller.STRANGER, method, path, body, headers);
    }

    private static void requireNothingOfTheOwners(Response response) {
        assertThat(response.headers() + response.body()).doesNotContain(fixture.secrets());
    }
}
