package dev.rivulet.gateway.stream.follow;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.json.Json;
import java.util.List;

/**
 * The state of a session, as clients are sent it.
 *
 * @param system null if there is no system prompt, or if it is too large
 * @param messages null if the conversation is too large for a record
 * @param omitted how many older messages were left out; null if none
 * @param open the turn that runs; null if none does
 * @param cursor the position from which a follower sees everything after this state
 */
public record SessionBody(SessionId sessionId, String system, List<Message> messages, Integer omitted,
        SessionState.Open open, List<Queued> queue, String cursor) {

    /**
     * Returns the JSON of the state, without the oldest messages if it would be larger than so many bytes; if that is
     * not enough, without what users wrote in the turns that run and wait, and without the system prompt.
     */
    byte[] json(int maxBytes) {
        byte[] whole = Json.write(this);
        if (whole.length <= maxBytes) {
            return whole;
        }
        byte[] rest = Json.write(withNewest(0));
        SessionBody base = rest.length <= maxBytes ? this : withoutPrompts();
        return Json.write(base.withNewest(base.fitting(maxBytes - Json.write(base.withNewest(0)).length)));
    }

    /** Returns how many of the newest messages fit. */
    private int fitting(int bytes) {
        int count = 0;
        int left = bytes;
        for (int i = messages == null ? -1 : messages.size() - 1; i >= 0; i--) {
            left -= Json.write(messages.get(i)).length + 1;
            if (left < 0) {
                break;
            }
            count++;
        }
        return count;
    }

    private SessionBody withNewest(int count) {
        if (messages == null) {
            return this;
        }
        int from = messages.size() - count;
        return new SessionBody(sessionId, system, messages.subList(from, messages.size()), from == 0 ? null : from,
                open, queue, cursor);
    }

    private SessionBody withoutPrompts() {
        SessionState.Open silent = open == null
                ? null
                : new SessionState.Open(open.turnId(), null, null, open.model(), null, open.attempt());
        return new SessionBody(sessionId, null, messages, omitted, silent,
                queue.stream().map(Queued::withoutText).toList(), cursor);
    }

    /** Leaves out what users and models wrote: safe for logs. */
    @Override
    public String toString() {
        return "SessionBody[sessionId=" + sessionId + "]";
    }
}
