package dev.rivulet.schemas.event;

import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The coordinator's reply to one request. On the topic {@code chunk-events}, but not an event: its only header is
 * {@link #REQUEST}, so readers of events skip it.
 */
public sealed interface CoordinatorReply permits Accepted, SessionState, Unsupported {

    /** The header that names the request. */
    String REQUEST = "request";

    /** Returns the id of the request that this replies to. */
    TurnId requestId();

    /** Adds the header. */
    default void writeTo(Headers headers) {
        headers.add(REQUEST, requestId().toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the request that a record replies to; empty when the record is no reply. */
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
