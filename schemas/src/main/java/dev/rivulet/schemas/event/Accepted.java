package dev.rivulet.schemas.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The coordinator's answer to a request with an idempotency key, on the topic {@code chunk-events} beside the events of
 * turns. It is no event of a turn: its one header is {@link #REQUEST}, so readers of turns pass it over.
 *
 * @param turnId the turn that the key stands for
 */
public record Accepted(TurnId requestId, TurnId turnId, Status status) {

    /** The header that names the request. */
    public static final String REQUEST = "request";

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

    /** Adds the header. */
    public void writeTo(Headers headers) {
        headers.add(REQUEST, requestId.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** The request that a record answers; empty when it is no such answer. */
    public static Optional<TurnId> request(Headers headers) {
        Header request = headers.lastHeader(REQUEST);
        try {
            return request == null || request.value() == null
                    ? Optional.empty()
                    : Optional.of(TurnId.parse(new String(request.value(), StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
