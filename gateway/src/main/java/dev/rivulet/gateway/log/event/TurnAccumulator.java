package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.PartCollector;
import java.util.List;
import java.util.Optional;

/**
 * Accumulates a turn from its events: the newest attempt, what it says with what it continues, and the terminal event.
 * Not thread-safe.
 */
public final class TurnAccumulator {

    private final AttemptFilter filter = new AttemptFilter();
    private final StringBuilder text = new StringBuilder();
    private final PartCollector parts = new PartCollector();
    private int attempt;
    private TurnRecord.Started started; // of the newest attempt; null before the first
    private ChunkEvent.Terminal terminal; // null until the turn has ended

    /** Adds the turn's next record. Has no effect if an {@link AttemptFilter} does not admit it. */
    public void add(TurnRecord next) {
        filter.show(next).ifPresent(this::addAdmitted);
    }

    /** Adds the next event that a filter of the caller has admitted. */
    public void addAdmitted(TurnEvent event) {
        attempt = event.attempt();
        switch (event) {
            case TurnRecord.Started next -> {
                started = next;
                if (next.continued().isEmpty()) {
                    text.setLength(0);
                    parts.clear();
                }
            }
            case TurnEvent.Text more -> {
                String content = more.content();
                text.append(content);
                parts.text(content.length());
            }
            case TurnEvent.Other other -> parts.add(other.data());
            case TurnEvent.End end -> terminal = end.data();
        }
    }

    /** Returns the newest attempt's text so far. */
    public String text() {
        return text.toString();
    }

    /** Returns what the newest attempt has said so far beside text; null if that is nothing. */
    public List<AnswerPart> parts() {
        return parts.parts();
    }

    /** Returns the length of all that was collected, in UTF-16 code units. */
    public long length() {
        return text.length() + parts.chars();
    }

    /** Returns the newest attempt that has started; 0 before the first. */
    public int attempt() {
        return attempt;
    }

    /** Returns the model that the newest attempt called; empty before the first. */
    public Optional<String> model() {
        return Optional.ofNullable(started).map(event -> event.data().model());
    }

    /** Returns whether the turn is done and the records that were added have not all of its text. */
    public boolean incomplete() {
        return filter.incomplete();
    }

    /** Returns the terminal event; empty while the turn runs. */
    public Optional<ChunkEvent.Terminal> terminal() {
        return Optional.ofNullable(terminal);
    }
}
