package dev.rivulet.schemas.event;

import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * {@code forgotten}: the session's conversation was deleted. It is about no turn; its header {@code turn} has the
 * request.
 *
 * @param requestId of the {@link dev.rivulet.schemas.command.ForgetRequested}
 */
public record Forgotten(TurnId requestId) implements ChunkEvent.OfSession {

    public Forgotten {
        Objects.requireNonNull(requestId, "requestId");
    }

    @Override
    public TurnId about() {
        return requestId;
    }

    @Override
    public Forgotten atMost(int maxChars) {
        return this;
    }

    @Override
    public Forgotten withoutText() {
        return this;
    }
}
