package dev.rivulet.local.chaos.check;

import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnPrompt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The records of one turn in the topics. Not thread-safe. */
final class TurnRecords {

    /** The time of a record that has the turn's own time, because its writer's clock was behind that. */
    static final long UNKNOWN = -1;

    private final Map<Integer, Attempt> attempts = new TreeMap<>();
    private final Set<String> ends = new LinkedHashSet<>();
    private final List<String> gaps = new ArrayList<>();
    private int newest;
    private int sealed;
    private long hidden;
    private boolean opened;
    private boolean requested;
    private boolean keyed;
    private boolean known; // to a coordinator or worker
    private boolean hasResult;

    /** The records of one attempt, by the worker that wrote them. */
    record Attempt(Map<String, Long> startedAt, Map<String, Long> nextSeq) {}

    void requested() {
        requested = true;
    }

    /** The turn was requested with a key, which may stand for an earlier turn: then nothing follows. */
    void requestedWithKey() {
        requested = true;
        keyed = true;
    }

    void result() {
        hasResult = true;
    }

    /** @param at milliseconds since the epoch, or {@link #UNKNOWN} */
    void event(ChunkEvent event, String owner, long at, String data) {
        known = true;
        if (event instanceof Started || event instanceof ChunkEvent.Part) {
            hidden += event.attempt() < newest || event.attempt() <= sealed ? 1 : 0;
        }
        newest = Math.max(newest, event.attempt());
        switch (event) {
            case Started started -> {
                if (!opened) {
                    gaps.add("attempt " + started.attempt() + " of " + owner + " in front of the turn's prompt event");
                }
                Attempt attempt = attempt(started.attempt());
                if (attempt.startedAt.putIfAbsent(owner, at) != null) {
                    gaps.add("attempt " + started.attempt() + " of " + owner + " started twice");
                }
                if (started.continues() != null) {
                    attempt.nextSeq.put(owner, started.continues().seq());
                }
            }
            case ChunkEvent.Part part -> {
                long expected = attempt(part.attempt()).nextSeq.merge(owner, 1L, Long::sum) - 1;
                if (part.seq() != expected) {
                    gaps.add("attempt " + part.attempt() + " of " + owner + ": seq " + part.seq() + " where "
                            + expected + " belongs");
                    attempt(part.attempt()).nextSeq.put(owner, part.seq() + 1);
                }
            }
            case Sealed seal -> sealed = Math.max(sealed, seal.attempt());
            case ChunkEvent.Terminal end -> ends.add(data);
            case TurnPrompt turn -> opened = true;
            case Queued turn -> {
                // Says nothing about attempts.
            }
            case Forgotten session -> throw new IllegalArgumentException("of no turn");
        }
    }

    private Attempt attempt(int number) {
        return attempts.computeIfAbsent(number, first -> new Attempt(new TreeMap<>(), new TreeMap<>()));
    }

    boolean isRequested() {
        return requested;
    }

    /** Returns whether the turn has to have a result and a terminal event. */
    boolean hasToEnd() {
        return requested && (known || !keyed);
    }

    boolean hasResult() {
        return hasResult;
    }

    /** Returns every different terminal event as JSON, in the order of the log. */
    List<String> ends() {
        return List.copyOf(ends);
    }

    List<String> gaps() {
        return gaps;
    }

    /**
     * Returns the number of events of an attempt after a newer one had begun, or behind its seal: readers must not see
     * them.
     */
    long hidden() {
        return hidden;
    }

    /** Returns the attempts by number, ascending. */
    Map<Integer, Attempt> attempts() {
        return attempts;
    }
}
