package dev.rivulet.local.chaos.load;

import dev.rivulet.local.chaos.load.NamedTurns.NamedTurn;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A principal that knows the names of others' sessions, turns, cursors and idempotency keys, and uses them with a key
 * of its own, all the time. What it asks itself under such names it must be answered as everybody.
 */
final class Intruder extends SimulatedClient {

    private static final Duration LONGEST_READ = Duration.ofSeconds(2);
    private static final int SHORTEST_PAUSE_MS = 100;
    private static final int LONGEST_PAUSE_MS = 600;

    private final Set<String> keysUsed = new HashSet<>(); // one stands for one prompt
    private int number;

    Intruder(String principal, long seed, GatewayCalls gateways, LoadGenerator load) {
        super(principal, seed, gateways, load);
    }

    @Override
    void round() throws InterruptedException {
        Thread.sleep(random.nextInt(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS));
        Optional<NamedTurn> target = load.named().ofOthers(principal, random);
        if (target.isPresent()) {
            use(target.get());
        }
    }

    private void use(NamedTurn target) throws InterruptedException {
        String session = "/v1/sessions/" + target.plan().session();
        String turn = session + "/turns/" + target.turn();
        String cursor = random.nextBoolean() ? target.cursor() : "";
        switch (random.nextInt(10)) {
            case 0 -> call("GET", turn);
            case 1 -> call("GET", session);
            case 2 -> call("GET", session + "/turns");
            case 3 -> call("DELETE", turn);
            case 4 -> call("DELETE", session);
            case 5 -> read("events", gateways.read(principal, turn, cursor, random));
            case 6 -> read("session events", gateways.follow(principal, target.plan().session(), cursor, random));
            case 7 -> read("resume", gateways.readOverSocket(principal, target.plan().session(), target.turn(),
                    cursor, random));
            default -> ask(target.plan());
        }
    }

    private void call(String method, String path) throws InterruptedException {
        load.isolation().tried(principal, method + " " + path, gateways.call(principal, method, path, random));
    }

    private void read(String what, SseStream stream) {
        read(what, new SseConnection(stream));
    }

    private void read(String what, TurnConnection connection) {
        StringBuilder text = new StringBuilder();
        try (connection) {
            long end = System.nanoTime() + LONGEST_READ.toNanos();
            Optional<SseEvent> event;
            do {
                event = connection.next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                event.ifPresent(text::append);
            } while (event.isPresent());
            connection.refusal().ifPresent(text::append);
        }
        load.isolation().tried(principal, what, text.toString());
    }

    /** In a session of that name, with that idempotency key, a turn of its own: to be answered as any. */
    private void ask(TurnPlan named) throws InterruptedException {
        TurnPlan own = TurnPlan.plain(random, OwnerMark.of(principal) + "i" + number++, named);
        if (own.idempotencyKey().filter(key -> !keysUsed.add(key)).isPresent()) {
            return;
        }
        try (SseStream first = gateways.ask(own, random)) {
            SubmitOutcome acceptance = SubmitOutcome.of(first);
            load.asked(acceptance);
            if (acceptance instanceof SubmitOutcome.Accepted accepted) {
                new TurnReader(own, accepted.turn(), gateways, load, random).read(Optional.of(first));
            }
        }
        load.isolation().tried(principal, "a prompt", ""); // what came of it is checked as of every turn
    }
}
