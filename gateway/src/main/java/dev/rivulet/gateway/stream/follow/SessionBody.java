package dev.rivulet.gateway.stream.follow;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.json.Json;
import java.util.List;

/**
 * The state of a session, as clients are sent it.
 *
 * @param past the newest turns that have ended
 * @param open the turn that runs; null if none does
 * @param queue the turns that wait, in their order
 * @param cursor the position from which a follower sees everything after this state
 */
public record SessionBody(@JsonUnwrapped TurnsBody past, SessionState.Open open, List<Queued> queue, String cursor) {

    /**
     * Returns the JSON of the state, without the oldest turns if it would be larger than so many bytes; if that is not
     * enough, without what users wrote in the turns that run and wait.
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

    /** Returns how many of the newest turns fit. */
    private int fitting(int bytes) {
        int count = 0;
        int left = bytes;
        for (TurnBody turn : past.turns()) {
            left -= Json.write(turn).length + 1;
            if (left < 0) {
                break;
            }
            count++;
        }
        return count;
    }

    private SessionBody withNewest(int count) {
        List<TurnBody> turns = past.turns();
        Boolean more = count < turns.size() ? Boolean.TRUE : past.more();
        return new SessionBody(new TurnsBody(past.sessionId(), turns.subList(0, count), more), open, queue, cursor);
    }

    private SessionBody withoutPrompts() {
        SessionState.Open silent = open == null ? null : open.withoutText();
        return new SessionBody(past, silent, queue.stream().map(Queued::withoutText).toList(), cursor);
    }

    /** Leaves out what users and models wrote: safe for logs. */
    @Override
    public String toString() {
        return "SessionBody[past=" + past.turns() + "]";
    }
}
