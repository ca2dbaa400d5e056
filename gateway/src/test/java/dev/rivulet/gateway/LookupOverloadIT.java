package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.wait.Waiting;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Readers that come back while look-ups of made-up turns are asked for that the gateway cannot serve in time. */
@Isolated("keeps the processors busy")
class LookupOverloadIT {

    private static final int READERS = 10;
    private static final int MANY_REFUSALS = 20;
    private static final String LARGE = "[\"" + "x".repeat(500_000) + "\"]";

    /** A gateway that remembers one turn must search for all others, as it must after a start. */
    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension
            .with(Map.of("rivulet.gateway.known-turns", "1", "rivulet.gateway.lookup-timeout", "2s"));

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();
    private static final String BUSY = session();
    private static final Map<String, String> TURNS = new LinkedHashMap<>(); // by session

    /** One record is stamped ahead, so the index points to it for each turn, and megabytes follow. */
    @BeforeAll
    static void fill() {
        worker.command(BUSY, at(System.currentTimeMillis() + Duration.ofMinutes(15).toMillis()), LARGE);
        addLarge(20);
        for (int i = 0; i < READERS; i++) {
            String session = neighbour();
            String turn = gateway.submit(session);
            worker.answer(session, turn, "the ", "whole ", "answer");
            TURNS.put(session, turn);
        }
        addLarge(20);
    }

    @Test
    void readersThatComeBackAreServed() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger unknown = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Runnable hostile = () -> {
                while (!over.get()) {
                    String made = at(System.currentTimeMillis() - 120_000).toString();
                    int status = gateway.get(turn(neighbour(), made)).statusCode();
                    (status == 404 ? unknown : refused).incrementAndGet();
                }
            };
            // As many as it takes until more is asked for than this machine can serve, and then three times as many.
            List<Runnable> attack = new ArrayList<>();
            Waiting.await().pollInterval(Duration.ofMillis(100)).until(() -> {
                clients.submit(hostile);
                attack.add(hostile);
                return refused.get() > 0;
            });
            for (int i = 0; i < 2; i++) {
                attack.forEach(clients::submit);
            }
            Waiting.await().until(() -> refused.get() > MANY_REFUSALS);
            List<Future<?>> readers = new ArrayList<>();
            TURNS.forEach((session, turn) -> readers.add(clients.submit(() -> readAll(session, turn))));
            try {
                for (Future<?> reader : readers) {
                    reader.get();
                }
            } finally {
                over.set(true);
            }
        }
        assertThat(unknown).hasPositiveValue();
    }

    /** Comes back as long as it is told to. */
    private static void readAll(String session, String turn) {
        Waiting.await().untilAsserted(() -> {
            HttpResponse<String> events = gateway.get(turn(session, turn) + "/events?from=start", "Accept",
                    "text/event-stream");
            assertThat(events.statusCode()).isEqualTo(200);
            assertThat(events.body()).contains("the ", "whole ", "answer").contains("event: done");
        });
    }

    private static String turn(String session, String turn) {
        return "/v1/sessions/" + session + "/turns/" + turn;
    }

    private static void addLarge(int count) {
        for (int i = 0; i < count; i++) {
            worker.command(BUSY, new TurnIds().next(), LARGE);
        }
    }

    private static TurnId at(long time) {
        return new TurnId(new UUID(time << 16 | 0x7000, 1L << 63 | System.nanoTime()));
    }

    /** Another session in the busy one's partition. */
    private static String neighbour() {
        int busy = SessionPartition.of(new SessionId(BUSY), 3);
        return Stream.generate(Streams::session)
                .filter(other -> SessionPartition.of(new SessionId(other), 3) == busy).findFirst().orElseThrow();
    }
}
