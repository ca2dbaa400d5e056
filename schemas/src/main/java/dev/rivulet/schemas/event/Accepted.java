package dev.rivulet.schemas.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * The coordinator's answer to a request with an idempotency key.
 *
 * @param turnId the turn that the key stands for
 */
public record Accepted(TurnId requestId, TurnId turnId, Status status) implements CoordinatorReply {

    /** What the key meant. */
    public enum Status {
        /** It was new: the turn is this request's own. */
        @JsonProperty("created") CREATED,
        /** It stands for the turn of an earlier request that asked the same. */
        @JsonProperty("existing") EXISTING,
        /** It stands for the turn of an earlier request that asked something else. */
        @JsonProperty("conflict") CONFLICT
    }

    public Accepted {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(status, "status");
    }
}
