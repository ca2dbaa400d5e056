package dev.rivulet.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.Objects;

/**
 * {@code queued}: a turn waits behind others of its session.
 *
 * @param input also the event's JSON: it has no field of its own
 */
public record Queued(@JsonValue TurnInput input) implements ChunkEvent.OfSession {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Queued {
        Objects.requireNonNull(input, "input");
    }

    public static Queued of(PromptRequested turn) {
        return new Queued(TurnInput.of(turn));
    }

    @Override
    public TurnId about() {
        return input.turnId();
    }

    @Override
    public Queued atMost(int maxChars) {
        return new Queued(input.atMost(maxChars));
    }

    @Override
    public Queued withoutText() {
        return new Queued(input.withoutText());
    }
}
