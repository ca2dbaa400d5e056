package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import java.util.Optional;

/** A turn as its events make it, one after the other. Pure and not thread-safe. */
public final class TurnAccumulator {

    private final AttemptFilter fence = new AttemptFilter(0);
    private final StringBuilder text = new StringBuilder();
    private int attempt;
    private ChunkEvent.Terminal terminal; // null until the turn has ended

    /** Events of attempts given up, and those after the terminal, change nothing. */
    public void add(ChunkRecord chunk) {
        if (fence.shows(chunk.type(), chunk.attempt())) {
            show(chunk);
        }
    }

    /** An event that a fence has let through. */
    public void show(ShownEvent event) {
        attempt = event.attempt();
        switch (event.shownType()) {
            case STARTED -> text.setLength(0);
            case DELTA -> text.append(event.content());
            case SNAPSHOT, ITEM, SESSION, QUEUED, PROMPT, FORGOTTEN ->
                throw new IllegalArgumentException("made of the turn, not part of it");
            case DONE -> terminal = Json.read(event.value(), Done.class);
            case ERROR -> terminal = Json.read(event.value(), TurnError.class);
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

    public Optional<ChunkEvent.Terminal> terminal() {
        return Optional.ofNullable(terminal);
    }
}
