package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was said in a session stays readable, at two gateways with two workers behind them. */
class PastTurnsIT {

    private static final String LONG = "word ".repeat(20_000).trim();
    private static final int MANY = 2_000;
    /** Far more than it takes: the machine of a test may be busy. */
    private static final Duration SLOWEST_PAGE = Duration.ofSeconds(2);

    private static TestSystem system;

    private final String session = "past-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws InterruptedException {
        system = TestSystem.inSharedKafka(2, 2, Map.of("rivulet.worker.delta-window", "0s",
                "rivulet.gateway.max-page-bytes", "256k"));
        system.answer("good", Script.of("a b c d"));
        system.answer("slow", Script.of("word ".repeat(500)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        system.answer("bad", Script.of("a b").withFault(new Fault.Status(400, Optional.empty())));
        system.answer("long", Script.of(LONG).withTiming(Duration.ZERO, Duration.ZERO));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void everyTurnIsThereAtEachGatewayHoweverItEndedAlsoAfterATakeOver() {
        finish(ask("good"));
        finish(ask("bad"));
        String stopped = ask("slow");
        await().until(() -> system.client(0).snapshot(session, stopped).path("text").asText().contains("word"));
        String rejected = ask(Map.of("prompt", "unwanted", "whenBusy", "reject"));
        system.client(1).cancel(session, stopped);
        finish(stopped);
        finish(rejected);
        finish(ask("good"));

        JsonNode page = turns("");
        assertThat(page.path("sessionId").asText()).isEqualTo(session);
        assertThat(page.has("more")).isFalse();
        assertThat(all(page, "prompt")).containsExactly("good", "unwanted", "slow", "bad", "good");
        assertThat(all(page, "status")).containsExactly("done", "error", "done", "error", "done");
        assertThat(page.at("/turns/0/text").asText()).isEqualTo("a b c d");
        assertThat(page.at("/turns/0/provider").asText()).isNotEmpty();
        assertThat(page.at("/turns/0/timings/totalMs").isNumber()).isTrue();
        assertThat(page.at("/turns/1/error/code").asText()).isEqualTo("session_busy");
        assertThat(page.at("/turns/2/finishReason").asText()).isEqualTo("cancelled");
        assertThat(page.at("/turns/2/text").asText()).startsWith("word");
        assertThat(page.at("/turns/3/error/message").asText()).isNotEmpty();
        assertThat(all(page, "inMemory")).as("of what the model is sent next").containsExactly("true", "", "true", "",
                "true");
        assertThat(system.client(1).get(path("")).body()).isEqualTo(system.client(0).get(path("")).body());
        assertThat(system.client(1).session(session, 200).path("turns")).isEqualTo(page.path("turns"));

        system.replaceWorker(KafkaProbe.firstOwner(system, session));

        assertThat(turns("")).isEqualTo(page);
    }

    @Test
    void aTurnTookAsLongAsItsReadersWereToldHoweverItEnded() {
        SseStream follower = system.client(0).follow(session);
        assertThat(follower.next(Waiting.LIMIT)).isPresent();
        try (JsonSocket socket = JsonSocket.connect(
                URI.create(system.client(1).base().replace("http:", "ws:") + "/ws"), Map.of())) {
            socket.send(Map.of("type", "follow", "id", "1", "session", session));
            assertThat(socket.await(Map.of("type", "session"), Waiting.LIMIT)).isPresent();
            finish(ask("good"));
            finish(ask("bad"));
            String stopped = ask("slow");
            await().until(() -> system.client(0).snapshot(session, stopped).path("text").asText().contains("word"));
            finish(ask(Map.of("prompt", "unwanted", "whenBusy", "reject")));
            String waiting = ask("good");
            system.client(1).cancel(session, waiting);
            finish(waiting);
            system.client(1).cancel(session, stopped);
            finish(stopped);

            Map<String, JsonNode> past = new TreeMap<>();
            Map<String, JsonNode> framed = new TreeMap<>();
            for (JsonNode turn : turns("").path("turns")) {
                String id = turn.path("turnId").asText();
                past.put(id, turn.path("timings"));
                framed.put(id, socket.await(Map.of("turn", id, "type", turn.path("status").asText()), Waiting.LIMIT)
                        .orElseThrow().at("/data/timings"));
                assertThat(system.client(1).snapshot(session, id).path("timings")).isEqualTo(past.get(id));
            }
            assertThat(past.values()).hasSize(5).allMatch(times -> times.path("totalMs").isNumber());
            assertThat(framed).isEqualTo(past);
            assertThat(timesOfEnds(follower, past.size())).isEqualTo(past);
        }
        follower.close();
    }

    private static Map<String, JsonNode> timesOfEnds(SseStream follower, int turns) {
        Map<String, JsonNode> times = new TreeMap<>();
        while (times.size() < turns) {
            SseEvent event = follower.next(Waiting.LIMIT).orElseThrow();
            if (Set.of("done", "error").contains(event.type())) {
                JsonNode end = TestClient.tree(event.data());
                times.put(end.path("turnId").asText(), end.path("timings"));
            }
        }
        return times;
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.addFirst(ask("good"));
            finish(asked.getFirst());
        }
        JsonNode first = turns("?limit=2");
        JsonNode second = turns("?limit=2&before=" + asked.get(1));
        JsonNode third = turns("?limit=2&before=" + asked.get(3));

        assertThat(all(first, "turnId")).isEqualTo(asked.subList(0, 2));
        assertThat(all(second, "turnId")).isEqualTo(asked.subList(2, 4));
        assertThat(all(third, "turnId")).isEqualTo(asked.subList(4, 5));
        assertThat(List.of(first.path("more").asBoolean(), second.path("more").asBoolean(), third.has("more")))
                .containsExactly(true, true, false);
    }

    @Test
    void anAnswerThatIsLargerThanAFollowersBufferIsReadByPage() {
        String turn = ask("long");
        finish(turn);
        SseStream follower = system.client(1).follow(session);
        JsonNode shown = TestClient.tree(follower.next(Waiting.LIMIT).orElseThrow().data());
        assertThat(shown.path("turns")).isEmpty();
        assertThat(shown.path("more").asBoolean()).isTrue();
        follower.close();

        assertThat(turns("").at("/turns/0/text").asText()).isEqualTo(LONG);

        finish(ask("long"));
        finish(ask("long"));
        assertThat(turns("").path("turns")).as("as much as a page takes").hasSize(2);
        assertThat(turns("").path("more").asBoolean()).isTrue();
    }

    @Test
    void nothingIsLeftOfAForgottenSessionAndThereIsNothingOfOneThatNeverWas() {
        assertThat(turns("").path("turns")).isEmpty();
        finish(ask("good"));
        String open = ask("slow");
        await().until(() -> system.client(0).snapshot(session, open).path("text").asText().contains("word"));
        system.client(1).forget(session);
        finish(open);

        assertThat(turns("").path("turns")).isEmpty();
        assertThat(turns("").has("more")).isFalse();
        String later = ask("good");
        finish(later);
        assertThat(all(turns(""), "turnId")).containsExactly(later);
        assertThat(turns("?before=" + open).path("turns")).isEmpty();
    }

    @Test
    void aPageThatCannotBeIsRefused() {
        for (String query : List.of("?limit=0", "?limit=-1", "?limit=201", "?limit=1e2", "?limit=99999999999",
                "?before=x", "?before=01a2293d", "?after=x")) {
            HttpResponse<String> refused = system.client(0).get(path(query));
            assertThat(refused.statusCode()).as(query).isEqualTo(400);
        }
    }

    @Test
    void aPageOfAVeryLongSessionIsReadAtOnce() {
        TurnIds ids = new TurnIds();
        Map<String, String> written = new TreeMap<>(); // ids of one millisecond are in no order
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", system.bootstrapServers(), "linger.ms", "20"), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < MANY; i++) {
                TurnId turn = ids.next();
                written.put(turn.toString(), "question " + i);
                producer.send(new ProducerRecord<>(system.topic("turn-results"),
                        new SessionId(session).keyBytes(), Json.write(result(turn, i))));
            }
        }
        List<String> turns = new ArrayList<>(written.keySet()).reversed();
        // The coordinator answers when it has read them all.
        await().until(() -> all(TestClient.tree(system.client(0).get(path("?limit=1"))), "turnId")
                .equals(turns.subList(0, 1)));

        long begin = System.nanoTime();
        JsonNode newest = turns("?limit=50");
        JsonNode middle = turns("?limit=50&before=" + turns.get(MANY / 2 - 1));
        JsonNode oldest = turns("?limit=50&before=" + turns.get(MANY - 11));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(all(newest, "turnId")).isEqualTo(turns.subList(0, 50));
        assertThat(all(middle, "turnId")).isEqualTo(turns.subList(MANY / 2, MANY / 2 + 50));
        assertThat(all(oldest, "turnId")).isEqualTo(turns.subList(MANY - 10, MANY));
        assertThat(all(oldest, "prompt")).isEqualTo(turns.subList(MANY - 10, MANY).stream().map(written::get).toList());
        assertThat(took).isLessThan(SLOWEST_PAGE.multipliedBy(3));

        system.client(0).forget(session);
        assertThat(turns("").path("turns")).isEmpty();
    }

    private TurnFinished result(TurnId turn, int number) {
        return new TurnFinished(new SessionId(session), turn, 1, "a-worker", new Outcome.Completed("stop", null), 1,
                "answer " + number, "m", "p", new Timings(1, 1L, 2))
                .withInput(new TurnInput(turn, "question " + number, null, null, null));
    }

    private JsonNode turns(String query) {
        HttpResponse<String> response = system.client(0).get(path(query));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestClient.tree(response);
    }

    private String path(String query) {
        return "/v1/sessions/" + session + "/turns" + query;
    }

    private String ask(String prompt) {
        return ask(Map.of("prompt", prompt));
    }

    private String ask(Map<String, ?> turn) {
        TestClient client = system.client(0);
        return TestClient.tree(client.post(client.base() + "/v1/sessions/" + session + "/turns", turn)).path("turnId")
                .asText();
    }

    private void finish(String turn) {
        await().until(() -> List.of("done", "error")
                .contains(system.client(0).snapshot(session, turn).path("status").asText()));
    }

    private static List<String> all(JsonNode page, String field) {
        return StreamSupport.stream(page.path("turns").spliterator(), false).map(turn -> turn.path(field).asText())
                .toList();
    }
}
