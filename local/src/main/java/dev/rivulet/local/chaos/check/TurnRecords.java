package dev.rivulet.local.chaos.check;

import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnPrompt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One turn as the topics have it. Filled by one thread. */
final class TurnRecords {

    private final Map<Integer, Attempt> attempts = new TreeMap<>();
    private final Set<String> ends = new LinkedHashSet<>();
    private final List<String> gaps = new ArrayList<>();
    private int newest;
    private long hidden;
    private boolean opened;
    private boolean requested;
    private boolean hasResult;

    /** What is in the log of one attempt, by the worker that wrote it. */
    record Attempt(Map<String, Long> startedAt, Map<String, Long> nextSeq) {}

    void requested() {
        requested = true;
    }

    void result() {
        hasResult = true;
    }

    /** @param at milliseconds since the epoch */
    void event(ChunkEvent event, String owner, long at, String data) {
        if (event instanceof Started || event instanceof Delta) {
            hidden += event.attempt() < newest ? 1 : 0;
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
            }
            case Delta delta -> {
                long expected = attempt(delta.attempt()).nextSeq.merge(owner, 1L, Long::sum) - 1;
                if (delta.seq() != expected) {
                    gaps.add("attempt " + delta.attempt() + " of " + owner + ": seq " + delta.seq() + " where "
                            + expected + " belongs");
                    attempt(delta.attempt()).nextSeq.put(owner, delta.seq() + 1);
                }
            }
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

    boolean hasResult() {
        return hasResult;
    }

    /** Every different terminal, as JSON, in the order of the log. */
    List<String> ends() {
        return List.copyOf(ends);
    }

    List<String> gaps() {
        return gaps;
    }

    /** Events of an attempt that came when a newer one had begun: those that readers must not see. */
    long hidden() {
        return hidden;
    }

    /** Ascending by number. */
    Map<Integer, Attempt> attempts() {
        return attempts;
    }
}
