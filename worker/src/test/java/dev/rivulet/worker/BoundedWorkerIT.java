package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker that has fewer places than there are turns. */
class BoundedWorkerIT {

    private TestCluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void onlySoManyTurnsRunAtOnceAndEveryOneGetsItsPlace() throws InterruptedException {
        start(2, "1m");
        cluster.script("short", Script.of("a b c").withTiming(Duration.ZERO, Duration.ofMillis(30)));

        List<TurnId> turns = IntStream.range(0, 12).mapToObj(i -> cluster.prompt(session(), "short")).toList();

        turns.forEach(turn -> {
            // Whenever a turn ends, no more than its place can have been taken.
            assertThat(cluster.terminal(turn)).isInstanceOf(Done.class);
            assertThat(cluster.provider.openStreams()).isLessThanOrEqualTo(2);
        });
        assertThat(turns).allSatisfy(turn -> assertThat(cluster.terminals(turn)).hasSize(1));
    }

    @Test
    void aTurnThatGetsNoPlaceInTimeEndsAndTheOneThatRunsGoesOn() throws InterruptedException {
        start(1, "2s");
        cluster.script("stalling", Script.failing(new Fault.StallAfter(2)));
        SessionId session = session();
        TurnId running = cluster.prompt(session, "stalling");
        await().until(() -> cluster.text(running).equals("one two"));

        TurnId elsewhere = cluster.prompt(session(), "no place in the worker");
        TurnId behind = cluster.prompt(session, "no turn in the session");

        assertTimedOut(elsewhere);
        assertTimedOut(behind);
        assertThat(cluster.terminals(running)).isEmpty();
        cluster.cancel(session, running);
        assertThat(cluster.terminal(running)).isInstanceOf(Done.class);
    }

    private void assertTimedOut(TurnId turn) {
        assertThat(((TurnError) cluster.terminal(turn)).code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
        assertThat(cluster.starts(turn)).isEmpty();
        assertThat(cluster.results(turn)).hasSize(1);
    }

    private void start(int places, String queueTimeout) throws InterruptedException {
        cluster = new TestCluster(Map.of("rivulet.worker.concurrent-turns", Integer.toString(places),
                "rivulet.worker.queue-timeout", queueTimeout));
        cluster.startWorker();
    }

    private static SessionId session() {
        return new SessionId("s-" + UUID.randomUUID());
    }
}
