package dev.rivulet.gateway.turn;

import dev.rivulet.gateway.relay.ChunkRecord;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Failed;
import dev.rivulet.schemas.json.Json;
import java.util.Optional;

/** A turn as its events make it, one after the other. Pure and not thread-safe. */
public final class TurnFold {

    private final AttemptFence fence = new AttemptFence(0);
    private final StringBuilder text = new StringBuilder();
    private int attempt;
    private ChunkEvent.Terminal terminal; // null until the turn has ended

    /** Events of attempts given up, and those after the terminal, change nothing. */
    public void add(ChunkRecord chunk) {
        if (!fence.shows(chunk.type(), chunk.attempt())) {
            return;
        }
        attempt = chunk.attempt();
        switch (chunk.type()) {
            case STARTED -> text.setLength(0);
            case DELTA -> text.append(DeltaContent.of(chunk.value()));
            case DONE -> terminal = Json.read(chunk.value(), Done.class);
            case ERROR -> terminal = Json.read(chunk.value(), Failed.class);
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
