package dev.rivulet.schemas.event;

import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The coordinator's answer to one request, on the topic {@code chunk-events} beside the events that readers see. It is none
 * of those: its one header is {@link #REQUEST}, so they pass it over.
 */
public sealed interface CoordinatorReply permits Accepted, SessionState {

    /** The header that names the request. */
    String REQUEST = "request";

    TurnId requestId();

    /** Adds the header. */
    default void writeTo(Headers headers) {
        headers.add(REQUEST, requestId().toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** The request that a record answers; empty when it is no such answer. */
    static Optional<TurnId> request(Headers headers) {
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
