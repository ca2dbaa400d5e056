package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import java.util.List;

/**
 * Where a follower of a session starts.
 *
 * @param head the events that are shown first; may be empty
 * @param offset the offset from which the log is read
 * @param filter decides which of the records are shown
 * @param charsSeen how much of the current turn's text from there on the follower has seen, in UTF-16 code units
 */
public record FollowStart(List<SessionEvent> head, long offset, SessionFilter filter, int charsSeen) {

    /** Returns the options of a follower that starts here. */
    public ReaderOptions options(Shaping shaping) {
        return ReaderOptions.from(offset, charsSeen, shaping);
    }
}
