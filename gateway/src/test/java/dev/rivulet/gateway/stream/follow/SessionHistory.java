package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A session's log as coordinators and workers could have written it, made up at random: the session's records in order,
 * and in between records of workers that were declared dead, and records that a coordinator repeats after a crash.
 */
final class SessionHistory {

    private static final List<String> PIECES = List.of("x", "wo", "rd ", " a b", "line\nand");

    final List<ChunkRecord> log = new ArrayList<>();
    /** The offsets of the records that followers must be shown. */
    final List<Long> visible = new ArrayList<>();
    private final Random random;
    private final boolean repetitions;
    private final TurnIds ids = new TurnIds();
    private final List<TurnId> past = new ArrayList<>();
    private final List<ChunkEvent> events = new ArrayList<>(); // of the log
    private final List<Integer> repeatable = new ArrayList<>(); // offsets of records of the coordinator
    private final List<TurnId> waiting = new ArrayList<>();
    private TurnId current; // null before the first turn
    private int attempt;

    /**
     * @param repetitions whether coordinators crash and repeat records, which only a follower that saw them can drop
     */
    SessionHistory(Random random, boolean repetitions, int turns) {
        this.random = random;
        this.repetitions = repetitions;
        for (int i = 0; i < turns; i++) {
            turn();
        }
    }

    private void turn() {
        TurnId turn = waiting.isEmpty() ? ids.next() : waiting.removeFirst();
        otherRecords();
        show(turn, new TurnPrompt(new TurnInput(turn, "hi", null, null, null)));
        current = turn;
        attempt = 0;
        int attempts = random.nextInt(4);
        for (int i = 0; i < attempts; i++) {
            otherRecords();
            attempt += 1 + random.nextInt(2);
            show(turn, Chunks.started(attempt));
            int deltas = random.nextInt(5);
            for (int seq = 0; seq < deltas; seq++) {
                otherRecords();
                show(turn, new Delta(attempt, seq, PIECES.get(random.nextInt(PIECES.size()))));
            }
            if (random.nextInt(4) == 0) {
                // Repeated when the next attempt is claimed.
                hide(turn, new TurnPrompt(new TurnInput(turn, "hi", null, null, null)));
            }
        }
        otherRecords();
        show(turn, Chunks.done(attempt, 0, "stop", 0));
        past.add(turn);
    }

    /** Adds records of other turns than the current one. */
    private void otherRecords() {
        while (random.nextInt(3) == 0) {
            switch (random.nextInt(7)) {
                case 0 -> {
                    TurnId next = ids.next();
                    waiting.add(next);
                    show(next, new Queued(new TurnInput(next, "hi", null, null, null)));
                }
                case 1 -> show(ids.next(), Chunks.failed(0, 0, "session_busy"));
                case 2 -> {
                    TurnId request = ids.next();
                    show(request, new Forgotten(request));
                }
                case 3 -> {
                    if (!waiting.isEmpty()) {
                        TurnId cancelled = waiting.removeLast();
                        show(cancelled, Chunks.done(0, 0, "cancelled", 0));
                    }
                }
                case 4, 5 -> zombie();
                default -> repeat();
            }
        }
    }

    /** A worker that was declared dead continues its attempt. */
    private void zombie() {
        if (current != null && !past.contains(current) && attempt > 1) {
            int old = 1 + random.nextInt(attempt - 1);
            hide(current, random.nextBoolean() ? new Delta(old, random.nextInt(9), "z") : Chunks.started(old));
        } else if (!past.isEmpty()) {
            TurnId old = past.get(random.nextInt(past.size()));
            int of = 1 + random.nextInt(5);
            hide(old, random.nextBoolean() ? new Delta(of, random.nextInt(9), "z") : Chunks.started(of));
        }
    }

    private void repeat() {
        if (repetitions && !repeatable.isEmpty()) {
            int again = repeatable.get(random.nextInt(repeatable.size()));
            hide(log.get(again).turn(), events.get(again));
        }
    }

    private void show(TurnId turn, ChunkEvent event) {
        visible.add((long) log.size());
        hide(turn, event);
        if (!(event instanceof Delta) && EventType.of(event) != EventType.STARTED) {
            repeatable.add(log.size() - 1);
        }
    }

    private void hide(TurnId turn, ChunkEvent event) {
        log.add(Chunks.record(log.size(), turn, event));
        events.add(event);
    }
}
