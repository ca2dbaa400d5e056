package dev.rivulet.local.chaos.load;

import dev.rivulet.local.chaos.load.NamedTurns.NamedTurn;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Reads one turn to its end over any number of connections, as a careful client does: it resumes after the last event
 * at any gateway, and drops a connection that is silent for too long.
 */
final class TurnReader {

    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final int SHORTEST_PAUSE_MS = 200;
    private static final int LONGEST_PAUSE_MS = 1_500;

    private final TurnPlan plan;
    private final String turn;
    private final GatewayCalls gateways;
    private final LoadGenerator load;
    private final Random random;
    private final List<SseEvent> events = new ArrayList<>();
    private int connections;
    private boolean cut;
    private boolean cancelled;

    TurnReader(TurnPlan plan, String turn, GatewayCalls gateways, LoadGenerator load, Random random) {
        this.plan = plan;
        this.turn = turn;
        this.gateways = gateways;
        this.load = load;
        this.random = random;
    }

    /** @param first the response to the prompt if that is the stream */
    void read(Optional<SseStream> first) throws InterruptedException {
        report(follow(first));
        if (plan.readAgain() && ended()) {
            events.clear();
            connections = 0;
            cut = true;
            cancelled = true;
            report(follow(Optional.empty()));
        }
    }

    private void report(Optional<String> problem) {
        load.seen(new SeenTurn(plan, turn, events, connections, problem));
    }

    /** Returns why it gave up; empty if the turn ended. */
    private Optional<String> follow(Optional<SseStream> first) throws InterruptedException {
        Optional<SseStream> next = first;
        while (!load.timedOut()) {
            connections++;
            try (TurnConnection connection = next.<TurnConnection>map(SseConnection::new).orElseGet(this::connect)) {
                receive(connection);
                if (ended()) {
                    return connection.awaitEnd(END_LIMIT) ? Optional.empty() : Optional.of("open after its end");
                }
                Optional<String> refusal = connection.refusal();
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
            next = Optional.empty();
            Thread.sleep(random.nextInt(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS));
        }
        return Optional.of("no end after " + events.size() + " events");
    }

    private TurnConnection connect() {
        return plan.socket()
                ? gateways.readOverSocket(plan, turn, lastEventId(), random)
                : new SseConnection(gateways.read(plan, turn, lastEventId(), random));
    }

    private void receive(TurnConnection stream) throws InterruptedException {
        long deltaAt = 0; // when the last event was received if that was a delta, in nanoseconds; otherwise 0
        for (Optional<SseEvent> event = stream.next(SILENCE); event.isPresent(); event = stream.next(SILENCE)) {
            add(event.get());
            long now = System.nanoTime();
            boolean delta = event.get().type().equals("delta");
            if (delta && deltaAt != 0) {
                load.gap(TimeUnit.NANOSECONDS.toMillis(now - deltaAt));
            }
            deltaAt = delta ? now : 0;
            if (!cancelled && plan.cancels().isPresent() && events.size() > plan.cancels().getAsInt()) {
                cancelled = gateways.cancel(plan, turn, random);
            }
            if (!cut && plan.cuts().isPresent() && events.size() > plan.cuts().getAsInt()) {
                cut = true;
                stream.close();
                return;
            }
        }
    }

    private void add(SseEvent event) {
        if (events.isEmpty()) {
            load.named().add(new NamedTurn(plan, turn, event.id()));
        }
        events.add(event);
    }

    private boolean ended() {
        return events.stream().anyMatch(event -> SeenTurn.isEnd(event.type()));
    }

    private String lastEventId() {
        return events.isEmpty() ? "" : events.getLast().id();
    }
}
