package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.worker.execution.TurnJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of turns that are continued, in the order of the log, and how they are written and read: an attempt that
 * follows another seals it, reads what stands, and goes on there. Each of these is a step of its own.
 */
final class SimulatedEvents {

    private final Map<TurnId, List<ChunkEvent>> log = new HashMap<>();
    private final Map<TurnJob, Integer> sealedAt = new HashMap<>(); // the end of what the attempt reads
    private final Map<TurnJob, Long> found = new HashMap<>(); // what stands of earlier attempts
    private final Map<TurnJob, Long> nextSeq = new HashMap<>();

    static boolean continues(TurnJob job) {
        return job.options().wantsContinuation();
    }

    /** The attempt does its next step. */
    void proceed(TurnJob job) {
        List<ChunkEvent> events = log.computeIfAbsent(job.turn(), turn -> new ArrayList<>());
        if (job.attempt() > 1 && !sealedAt.containsKey(job)) {
            events.add(new Sealed(job.attempt() - 1));
            sealedAt.put(job, events.size());
        } else if (job.attempt() > 1 && !found.containsKey(job)) {
            found.put(job, read(events.subList(0, sealedAt.get(job))).deltas);
        } else if (!nextSeq.containsKey(job)) {
            long standing = found.getOrDefault(job, 0L);
            Started start = new Started(job.attempt(), "m", "p");
            events.add(standing == 0 ? start : start.continuing(new Started.Continues(standing, standing)));
            nextSeq.put(job, standing);
        } else {
            events.add(new Delta(job.attempt(), nextSeq.merge(job, 1L, Long::sum) - 1, "x"));
        }
    }

    /** Returns whether the attempt has begun, so that it can end. */
    boolean hasBegun(TurnJob job) {
        return nextSeq.containsKey(job);
    }

    /** Returns how many deltas the attempt's result counts. */
    long seq(TurnJob job) {
        return nextSeq.getOrDefault(job, 0L);
    }

    void add(TurnId turn, ChunkEvent event) {
        log.computeIfAbsent(turn, first -> new ArrayList<>()).add(event);
    }

    /** Returns what a reader of the turn was shown when it ended, or so far. */
    View read(TurnId turn) {
        return read(log.getOrDefault(turn, List.of()));
    }

    /** The rules of the gateways' {@code AttemptFilter}, written once more. */
    private static View read(List<ChunkEvent> events) {
        View view = new View();
        for (ChunkEvent event : events) {
            switch (event) {
                case Sealed seal -> view.sealed = Math.max(view.sealed, seal.attempt());
                case Started start when start.attempt() > view.attempt && start.attempt() > view.sealed -> {
                    long from = start.continues() == null ? 0 : start.continues().seq();
                    if (from == 0 || from == view.deltas) {
                        view.restarts += from == 0 && view.deltas > 0 ? 1 : 0;
                        view.attempt = start.attempt();
                        view.deltas = from;
                    } else {
                        view.refused++;
                    }
                }
                case Delta delta when delta.attempt() == view.attempt && delta.attempt() > view.sealed
                        && delta.seq() == view.deltas ->
                    view.deltas++;
                case ChunkEvent.Terminal end -> {
                    view.end = end;
                    return view;
                }
                default -> {
                    // Not shown.
                }
            }
        }
        return view;
    }

    /** What a reader was shown. */
    static final class View {

        int attempt;
        long deltas;
        int sealed;
        int restarts;
        /** Attempts that continue other text than the reader's. */
        int refused;
        ChunkEvent.Terminal end; // null if there is none
    }
}
