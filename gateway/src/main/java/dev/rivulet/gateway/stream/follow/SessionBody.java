package dev.rivulet.gateway.stream.follow;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import java.util.List;

/**
 * A session as clients are told of it.
 *
 * @param system null when there is no system prompt
 * @param messages null when the conversation is too large for a record
 * @param open null when no turn runs
 * @param cursor where to follow the session from to see what comes after this
 */
public record SessionBody(SessionId sessionId, String system, List<Message> messages, SessionState.Open open,
        List<Queued> queue, String cursor) {

    /** Leaves out what users and models wrote: safe for logs. */
    @Override
    public String toString() {
        return "SessionBody[sessionId=" + sessionId + "]";
    }
}
