package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What requests read of a partition that has a lot of another session's records. */
class LookupCostIT {

    private static final String READ = "rivulet_gateway_replay_records_total";
    private static final int MANY = 100_000;
    private static final int MAX_RECORDS = 5_000;
    private static final AtomicInteger QUESTIONS = new AtomicInteger();

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension
            .with(Map.of("rivulet.gateway.max-lookup-records", Integer.toString(MAX_RECORDS)))
            .onQuestion(LookupCostIT::answer);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();
    private static final String BUSY = session();
    private static final TurnId BEFORE = new TurnIds().next();

    /** Knows of no turns, as the coordinator of a session that nobody used. */
    private static String answer(SessionRequested question) {
        QUESTIONS.incrementAndGet();
        return "{\"requestId\":\"" + question.requestId() + "\",\"messages\":[],\"queue\":[],\"since\":"
                + System.currentTimeMillis() + "}";
    }

    @BeforeAll
    static void fill() {
        worker.sendToCommands(BUSY, MANY);
        worker.sendDeltas(BUSY, new TurnIds().next().toString(), 0, MANY, "x");
        worker.flush();
    }

    @Test
    void aMadeUpTurnOfAnyTimeIsUnknownAfterABoundedNumberOfRecords() {
        for (long time : new long[]{0, BEFORE.timestamp() - 86_400_000, BEFORE.timestamp() - 600_000}) {
            double before = gateway.meter(READ);
            String made = new UUID(time << 16 | 0x7000, 1L << 63 | System.nanoTime()).toString();
            HttpResponse<String> response = gateway.get("/v1/sessions/" + neighbour() + "/turns/" + made);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(gateway.meter(READ) - before).isBetween(1.0, 2.0 * MAX_RECORDS);
        }
    }

    @Test
    void aSessionThatDoesNotExistIsFollowedFromItsStartWithoutReadingTheLog() {
        double before = gateway.meter(READ);
        String session = neighbour();
        SseStream events = gateway.sse("/v1/sessions/" + session + "/events?from=start", Map.of());
        assertThat(events.awaitHeaders(Waiting.LIMIT)).isTrue();
        assertThat(events.status()).isEqualTo(200);
        TurnId turn = new TurnIds().next();
        worker.publish(session, turn.toString(), new TurnPrompt(new TurnInput(turn, "hi", null, null, null)));
        assertThat(next(events).type()).isEqualTo("prompt");
        assertThat(gateway.meter(READ) - before).isLessThan(100);
        events.cut();
    }

    @Test
    void followersThatComeTogetherHaveTheCoordinatorAskedOnce() {
        String session = session();
        int before = QUESTIONS.get();
        SseStream[] followers = Stream.generate(() -> gateway.sse("/v1/sessions/" + session + "/events", Map.of()))
                .limit(20).toArray(SseStream[]::new);
        for (SseStream follower : followers) {
            assertThat(next(follower).type()).isEqualTo("session");
        }
        await().untilAsserted(() -> assertThat(QUESTIONS.get() - before).isBetween(1, 4));
        Stream.of(followers).forEach(SseStream::cut);
    }

    /** Another session in the busy one's partition. */
    private static String neighbour() {
        int busy = SessionPartition.of(new SessionId(BUSY), 3);
        return Stream.generate(Streams::session)
                .filter(other -> SessionPartition.of(new SessionId(other), 3) == busy).findFirst().orElseThrow();
    }
}
