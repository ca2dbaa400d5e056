package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.ChunkEvent;
import java.util.Optional;

/** Collects a turn from its events: the newest attempt, its text and its end. Not thread-safe. */
public final class TurnAccumulator {

    private final AttemptFilter filter = new AttemptFilter(0);
    private final StringBuilder text = new StringBuilder();
    private int attempt;
    private ChunkEvent.Terminal terminal; // null until the turn has ended

    /** Adds the turn's next record. Records of superseded attempts, and those after the end, change nothing. */
    public void add(TurnRecord next) {
        if (filter.shows(next)) {
            show(next);
        }
    }

    /** Adds an event that a filter has admitted. */
    public void show(TurnEvent event) {
        attempt = event.attempt();
        switch (event) {
            case TurnRecord.Started started -> text.setLength(0);
            case TurnEvent.Text more -> text.append(more.content());
            case TurnEvent.End end -> terminal = end.data();
        }
    }

    /** The newest attempt's text so far. */
    public String text() {
        return text.toString();
    }

    /** The newest attempt begun; 0 before the first. */
    public int attempt() {
        return attempt;
    }

    /** Returns the end; empty while the turn goes on. */
    public Optional<ChunkEvent.Terminal> terminal() {
        return Optional.ofNullable(terminal);
    }
}
