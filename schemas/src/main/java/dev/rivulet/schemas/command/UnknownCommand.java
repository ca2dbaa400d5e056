package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import java.util.Objects;

/**
 * A command of a later version. Never written. The coordinator passes over it, and if it is a request replies that it
 * is {@link dev.rivulet.schemas.event.Unsupported}.
 *
 * @param type the later version's name for it
 * @param requestId the request to reply to; null when the command has none
 */
public record UnknownCommand(String type, SessionId sessionId, TurnId requestId) implements Command {

    /** @throws IllegalArgumentException when there is no name */
    public UnknownCommand {
        if (!Json.isTypeName(type)) {
            throw new IllegalArgumentException("a command has a type");
        }
        Objects.requireNonNull(sessionId, "sessionId");
    }
}
