package dev.rivulet.gateway.stream.follow;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import java.util.List;

/**
 * The state of a session, as clients are sent it.
 *
 * @param system null if there is no system prompt
 * @param messages null if the conversation is too large for a record
 * @param open the turn that runs; null if none does
 * @param cursor the position from which a follower sees everything after this state
 */
public record SessionBody(SessionId sessionId, String system, List<Message> messages, SessionState.Open open,
        List<Queued> queue, String cursor) {

    /** Leaves out what users and models wrote: safe for logs. */
    @Override
    public String toString() {
        return "SessionBody[sessionId=" + sessionId + "]";
    }
}
