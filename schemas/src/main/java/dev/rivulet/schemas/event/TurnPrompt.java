package dev.rivulet.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.Objects;

/**
 * {@code prompt}: a turn opens. It is the current turn of its session until another opens. Comes before the turn's
 * {@code started}, and again when another attempt of the turn is claimed.
 *
 * @param input also the event's JSON: it has no field of its own
 */
public record TurnPrompt(@JsonValue TurnInput input) implements ChunkEvent.OfSession {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TurnPrompt {
        Objects.requireNonNull(input, "input");
    }

    public static TurnPrompt of(PromptRequested turn) {
        return new TurnPrompt(TurnInput.of(turn));
    }

    @Override
    public TurnId about() {
        return input.turnId();
    }

    @Override
    public TurnPrompt atMost(int maxChars) {
        return new TurnPrompt(input.atMost(maxChars));
    }

    @Override
    public TurnPrompt withoutText() {
        return new TurnPrompt(input.withoutText());
    }
}
