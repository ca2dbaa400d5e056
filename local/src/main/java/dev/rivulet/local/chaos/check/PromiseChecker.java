package dev.rivulet.local.chaos.check;

import dev.rivulet.local.chaos.fault.InjectedFaults;
import dev.rivulet.local.chaos.load.SeenTurn;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.testkit.guarantee.TurnEvent;
import dev.rivulet.testkit.sse.SseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what clients saw and compares it with the log at the end. Thread-safe. */
public final class PromiseChecker {

    private static final long PAUSE_MS = 1_000;

    private final List<BrokenPromise> broken = new ArrayList<>(); // this and all below guarded by this
    private final Map<String, Long> outcomes = new HashMap<>();
    private final Map<String, Optional<String>> endsSeen = new HashMap<>();
    private long connections;

    /** Checks a turn that a client has finished reading. */
    public void seen(SeenTurn turn) {
        List<BrokenPromise> found = ClientChecks.check(turn);
        synchronized (this) {
            broken.addAll(found);
            connections += turn.connections();
            Optional<String> end = turn.end().map(SseEvent::data);
            Optional<String> before = endsSeen.putIfAbsent(turn.turn(), end);
            if (before == null) {
                outcomes.merge(outcome(turn), 1L, Long::sum);
            } else if (end.isPresent() && !before.equals(end)) {
                broken.add(new BrokenPromise(Promise.ENDED_ONCE, turn.turn(), "two readers saw different ends"));
            }
        }
    }

    /** Adds a failure that is not about a turn. */
    public synchronized void add(String about, String detail) {
        broken.add(new BrokenPromise(Promise.ORDERLY, about, detail));
    }

    /** Adds what one principal was sent of another's. */
    public synchronized void addLeak(String detail) {
        broken.add(new BrokenPromise(Promise.ISOLATED, detail, detail));
    }

    /**
     * Reads the topics and returns the result. Waits some time for the end of turns that only the log knows of, and
     * until the coordinators have read their topics to the end.
     */
    public synchronized CheckResult conclude(String bootstrapServers, InjectedFaults faults, Duration patience)
            throws InterruptedException {
        try (TopicLog log = new TopicLog(bootstrapServers, faults.clocks())) {
            LogChecks view = new LogChecks(log.turns(), faults.incidents());
            long deadline = System.nanoTime() + patience.toNanos();
            log.read();
            while (!(view.isComplete() && log.hostileEnded().containsAll(faults.hostileTurns()))
                    && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE_MS);
                log.read();
            }
            broken.addAll(view.check());
            if (!faults.resultsShrunk() && outcomes.containsKey(ErrorCode.ANSWER_TOO_LONG.code())) {
                add("turns", outcomes.get(ErrorCode.ANSWER_TOO_LONG.code()) + " answers ended as too long");
            }
            faults.hostileTurns().stream().filter(turn -> !log.hostileEnded().contains(turn))
                    .forEach(turn -> broken.add(new BrokenPromise(Promise.ENDED, turn, "a hostile prompt's turn")));
            try (CoordinatorProgress progress = new CoordinatorProgress(bootstrapServers)) {
                progress.awaitEnd(patience).forEach(partition -> broken.add(
                        new BrokenPromise(Promise.NO_PARTITION_STOPS, partition, "is not read to its end")));
            }
            endsSeen.forEach((turn, end) -> compare(turn, end, log.turns().get(turn)));
            return new CheckResult(endsSeen.size(), log.turns().size(), Map.copyOf(outcomes), connections,
                    view.restarted(), view.hidden(), view.lost(), view.takeovers(), List.copyOf(broken));
        }
    }

    private void compare(String turn, Optional<String> end, TurnRecords logged) {
        if (logged == null) {
            broken.add(new BrokenPromise(Promise.NOTHING_LOST, turn, "accepted, but not in the log"));
        } else if (end.isPresent() && !logged.ends().isEmpty() && !logged.ends().getFirst().equals(end.get())) {
            broken.add(new BrokenPromise(Promise.ENDED_ONCE, turn, "seen was another end than the log's first"));
        }
    }

    private static String outcome(SeenTurn turn) {
        return turn.observed().terminal().map(end -> switch (end) {
            case TurnEvent.Done done -> done.finishReason();
            case TurnEvent.Failed failed -> failed.code();
        }).orElse("none");
    }
}
