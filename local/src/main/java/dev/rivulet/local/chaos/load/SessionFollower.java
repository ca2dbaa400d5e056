package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows one session from before its first turn, over any number of connections, until all turns that its client has
 * submitted have ended. Reports each of them as its reader does. {@link #run} is for one thread; the rest for any.
 */
final class SessionFollower implements Runnable {

    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration BRIEFLY = Duration.ofMillis(500);
    private static final int LONGEST_PAUSE_MS = 1_500;
    private static final Pattern TURN = Pattern.compile("^\\{\"turnId\":\"([0-9a-f-]{36})\",?");
    private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]+)\"\\}$");

    private final String principal;
    private final Function<String, TurnConnection> connect; // by cursor
    private final LoadGenerator load;
    private final Random random;
    private final CountDownLatch follows = new CountDownLatch(1);
    private final Map<String, TurnPlan> plans = new ConcurrentHashMap<>();
    private volatile boolean last; // no more turns follow
    private final Map<String, List<SseEvent>> turns = new LinkedHashMap<>(); // this and all below owned by run
    private String cursor = "";
    private int connections;
    private Optional<String> refusal = Optional.empty();

    /** @param connect opens a connection after a cursor, or without one if that is empty */
    SessionFollower(String principal, Function<String, TurnConnection> connect, LoadGenerator load, long seed) {
        this.principal = principal;
        this.connect = connect;
        this.load = load;
        this.random = new Random(seed);
    }

    /** Waits until the session is followed. Returns false on timeout. */
    boolean awaitFollowing(Duration timeout) throws InterruptedException {
        return follows.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A turn of the session was accepted: its events are awaited. */
    void expect(TurnPlan plan, String turn) {
        plans.put(turn, plan);
    }

    /** No more turns are submitted. */
    void finish() {
        last = true;
    }

    @Override
    public void run() {
        try {
            while (!isComplete() && !load.timedOut() && refusal.isEmpty()) {
                connections++;
                try (TurnConnection connection = connect.apply(cursor)) {
                    receive(connection);
                    refusal = connection.refusal();
                }
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
            }
            plans.forEach(this::report);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(String turn, TurnPlan plan) {
        List<SseEvent> events = turns.getOrDefault(turn, List.of());
        Optional<String> problem = hasEnded(turn)
                ? Optional.empty()
                : Optional.of(refusal.orElse("no end after " + events.size() + " events") + ", followed");
        load.followed(new SeenTurn(plan, turn, events, connections, problem));
    }

    private void receive(TurnConnection connection) {
        long heardAt = System.nanoTime();
        while (!isComplete() && System.nanoTime() - heardAt < SILENCE.toNanos() && !load.timedOut()) {
            Optional<SseEvent> event = connection.next(BRIEFLY);
            if (event.isPresent()) {
                heardAt = System.nanoTime();
                add(event.get());
            } else if (connection.awaitEnd(Duration.ZERO)) {
                return;
            }
        }
    }

    private void add(SseEvent event) {
        load.isolation().check(principal, "following a session", event.data());
        if (event.type().equals("session")) {
            Matcher position = CURSOR.matcher(event.data());
            cursor = position.find() ? position.group(1) : event.id();
            follows.countDown();
            return;
        }
        if (!event.id().isEmpty()) {
            cursor = event.id();
        }
        Matcher turn = TURN.matcher(event.data());
        if (turn.find()) {
            // As on the turn's own stream.
            SseEvent own = new SseEvent(event.id(), event.type(), "{" + event.data().substring(turn.end()));
            List<SseEvent> events = turns.computeIfAbsent(turn.group(1), first -> new ArrayList<>());
            boolean again = SeenTurn.isEnd(own.type())
                    && events.stream().anyMatch(one -> one.type().equals(own.type()) && one.data().equals(own.data()));
            // After a worker was lost, an end may be shown again.
            if (!again) {
                events.add(own);
            }
        }
    }

    private boolean isComplete() {
        return last && plans.keySet().stream().allMatch(this::hasEnded);
    }

    private boolean hasEnded(String turn) {
        return turns.getOrDefault(turn, List.of()).stream().anyMatch(event -> SeenTurn.isEnd(event.type()));
    }
}
