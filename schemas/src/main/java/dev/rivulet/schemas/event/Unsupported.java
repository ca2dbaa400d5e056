package dev.rivulet.schemas.event;

import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * The coordinator's reply to a request of a type that it does not know, because its worker is of an earlier version
 * than the one that asks.
 *
 * @param unsupported the type of the request
 */
public record Unsupported(TurnId requestId, String unsupported) implements CoordinatorReply {

    public Unsupported {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(unsupported, "unsupported");
    }
}
