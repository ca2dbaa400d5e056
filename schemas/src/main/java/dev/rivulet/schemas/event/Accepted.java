package dev.rivulet.schemas.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * The coordinator's reply to a prompt with an idempotency key.
 *
 * @param turnId the turn that the key stands for
 */
public record Accepted(TurnId requestId, TurnId turnId, Status status) implements CoordinatorReply {

    /** What the key stands for. */
    public enum Status {
        /** The turn of this request: the key is new. */
        @JsonProperty("created") CREATED,
        /** The turn of an earlier request with the same content. */
        @JsonProperty("existing") EXISTING,
        /** The turn of an earlier request with other content. */
        @JsonProperty("conflict") CONFLICT
    }

    public Accepted {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(status, "status");
    }
}
