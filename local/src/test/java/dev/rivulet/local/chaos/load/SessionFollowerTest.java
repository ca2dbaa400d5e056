package dev.rivulet.local.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.sse.SseEvent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SessionFollowerTest {

    private static final String TURN = "01a2048a-a6b1-7261-9de7-50d983ee366e";
    private static final TurnPlan PLAN = TurnPlan.draw(new Random(1), "key", "session");

    private final List<SeenTurn> seen = new ArrayList<>();
    private final LoadGenerator load = new LoadGenerator(List.of(URI.create("http://127.0.0.1:1")),
            Principals.unauthenticated(), seen::add);
    private final List<String> cursors = new ArrayList<>(); // of the connections

    @Test
    void aTurnIsSeenAsOnItsOwnStreamOverAllConnectionsAndItsEndOnce() {
        Deque<List<SseEvent>> connections = new ArrayDeque<>(List.of(
                List.of(event("", "session", "{\"sessionId\":\"s\",\"queue\":[],\"cursor\":\"c0\"}"),
                        event("c1", "delta", "{\"turnId\":\"" + TURN + "\",\"attempt\":1,\"seq\":0}")),
                List.of(event("c2", "done", "{\"turnId\":\"" + TURN + "\",\"attempt\":1}"),
                        event("c3", "done", "{\"turnId\":\"" + TURN + "\",\"attempt\":1}"))));
        follow(cursor -> connection(connections.pop()));
        assertThat(cursors).containsExactly("", "c1");
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().problem()).isEmpty();
        assertThat(seen.getFirst().events()).containsExactly(event("c1", "delta", "{\"attempt\":1,\"seq\":0}"),
                event("c2", "done", "{\"attempt\":1}"));
    }

    @Test
    void aTurnWithoutAnEndIsAProblem() throws InterruptedException {
        load.finish(Duration.ZERO);
        follow(cursor -> connection(List.of()));
        assertThat(seen.getFirst().problem()).contains("no end after 0 events, followed");
    }

    private void follow(Function<String, TurnConnection> connect) {
        SessionFollower follower = new SessionFollower(PLAN.principal(), cursor -> {
            cursors.add(cursor);
            return connect.apply(cursor);
        }, load, 1);
        follower.expect(PLAN, TURN);
        follower.finish();
        follower.run();
    }

    private static TurnConnection connection(List<SseEvent> events) {
        Deque<SseEvent> left = new ArrayDeque<>(events);
        return new TurnConnection() {

            @Override
            public Optional<SseEvent> next(Duration timeout) {
                return Optional.ofNullable(left.poll());
            }

            @Override
            public Optional<String> refusal() {
                return Optional.empty();
            }

            @Override
            public boolean awaitEnd(Duration timeout) {
                return left.isEmpty();
            }

            @Override
            public void close() {}
        };
    }

    private static SseEvent event(String id, String type, String data) {
        return new SseEvent(id, type, data);
    }
}
