package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.SimulatedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many prompts of one caller, and another's first. */
class FairnessIT {

    private static final String STALLING = "stalling";
    private static final String ANOTHERS = "another's first";
    /** What the ids of all sessions of one owner begin with. */
    private static final String CALLER = "q83vEjRWeJCrze8SNFZ4kA~";
    private static final String OTHER_CALLER = "Zm9vYmFyYmF6cXV4cXV1eA~";
    private static final Script ANSWER = Script.of("a b c").withTiming(Duration.ZERO, Duration.ofMillis(30));
    private static final Pattern WAITING = Pattern.compile("(?m)^rivulet_turns_waiting (\\d+)");

    private TestCluster cluster;
    private final List<Worker> executors = new ArrayList<>();
    private final Map<String, TurnId> turns = new HashMap<>(); // by their prompts

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void anothersFirstPromptIsNextButOneHoweverManyOfOneCallerWait() throws InterruptedException {
        start(Map.of(), 1);
        SessionId stalled = stall();
        promptMany(40);

        prompt(session(""), ANOTHERS);
        awaitWaiting(41);
        cluster.cancel(stalled, turns.get(STALLING));

        awaitDone();
        assertThat(begun().indexOf(ANOTHERS)).as("those that came before it").isLessThanOrEqualTo(2);
    }

    @Test
    void anothersFirstPromptWaitsForOneTurnOfEachSessionHoweverManyWaitInThem() throws InterruptedException {
        start(Map.of(), 1);
        SessionId stalled = stall();
        List<SessionId> few = List.of(stalled, session(""), session(""), session(""));
        for (int round = 0; round < 8; round++) {
            for (SessionId session : few) {
                prompt(session, "one of many, " + turns.size());
            }
        }
        awaitWaiting(few.size() - 1);

        prompt(session(""), ANOTHERS);
        awaitWaiting(few.size());
        cluster.cancel(stalled, turns.get(STALLING));

        awaitDone();
        assertThat(begun().indexOf(ANOTHERS)).as("those that came before it").isLessThanOrEqualTo(few.size());
    }

    @Test
    void anothersFirstPromptIsNextButOneInWhateverWorkerItWaits() throws InterruptedException {
        start(Map.of("rivulet.worker.roles", "execute"), 2);
        Worker coordinator = cluster.launchWorker(Map.of("rivulet.worker.roles", "coordinate"));
        await().until(() -> coordinator.scrape().contains("rivulet_workers{role=\"execute\"} 2.0"));
        await().until(coordinator::ready);
        Map<SessionId, TurnId> stalled = new HashMap<>();
        for (int i = 0; i < executors.size(); i++) {
            SessionId session = stall();
            stalled.put(session, turns.remove(STALLING));
        }
        promptMany(20);

        prompt(session(""), ANOTHERS);
        awaitWaiting(21);
        stalled.forEach(cluster::cancel);

        awaitDone();
        String owner = cluster.result(turns.get(ANOTHERS)).owner();
        List<String> there = begun().stream().filter(turns::containsKey)
                .filter(words -> cluster.result(turns.get(words)).owner().equals(owner)).toList();
        assertThat(there.indexOf(ANOTHERS)).as("those that came before it in its worker").isLessThanOrEqualTo(1);
    }

    @Test
    void callersWithManySessionsGetEqualSharesWhoeverHasMore() throws InterruptedException {
        start(Map.of(), 1);
        SessionId stalled = stall();
        promptMany(40);

        IntStream.range(0, 15).forEach(i -> prompt(session(OTHER_CALLER), "of the other, " + i));
        awaitWaiting(55);
        cluster.cancel(stalled, turns.get(STALLING));

        awaitDone();
        assertThat(begun().stream().skip(1).limit(30).filter(words -> words.startsWith("of the other")))
                .as("turns of the other among those that began while both waited").hasSizeGreaterThanOrEqualTo(14);
    }

    /** Starts workers that run one turn at a time. */
    private void start(Map<String, String> settings, int workers) throws InterruptedException {
        cluster = new TestCluster(
                Map.of("rivulet.worker.concurrent-turns", "1", "rivulet.worker.idle-timeout", "5m"));
        cluster.script(STALLING, Script.failing(new Fault.StallAfter(2)));
        for (int i = 0; i < workers; i++) {
            executors.add(cluster.launchWorker(settings));
        }
    }

    /** Has a turn of the caller take a place until it is cancelled, perhaps not in the worker where it came first. */
    private SessionId stall() {
        SessionId session = session(CALLER);
        int running = cluster.provider.openStreams();
        prompt(session, STALLING);
        await().until(() -> cluster.provider.openStreams() == running + 1);
        return session;
    }

    /** Has so many turns of the caller wait, each in a session of its own. */
    private void promptMany(int count) {
        IntStream.range(0, count).forEach(i -> prompt(session(CALLER), "one of many, " + i));
        awaitWaiting(count);
    }

    private void prompt(SessionId session, String words) {
        if (!words.equals(STALLING)) {
            cluster.script(words, ANSWER);
        }
        turns.put(words, cluster.prompt(session, words));
    }

    private void awaitWaiting(int count) {
        await().until(() -> executors.stream().mapToInt(FairnessIT::waiting).sum() == count);
    }

    private static int waiting(Worker worker) {
        Matcher gauge = WAITING.matcher(worker.scrape());
        return gauge.find() ? Integer.parseInt(gauge.group(1)) : 0;
    }

    private void awaitDone() {
        turns.values().forEach(turn -> assertThat(cluster.terminal(turn)).isInstanceOf(Done.class));
    }

    /** What the provider was asked, in order. */
    private List<String> begun() {
        return cluster.provider.requests().stream().map(SimulatedRequest::prompt).toList();
    }

    private static SessionId session(String owner) {
        return new SessionId(owner + "s-" + UUID.randomUUID());
    }
}
