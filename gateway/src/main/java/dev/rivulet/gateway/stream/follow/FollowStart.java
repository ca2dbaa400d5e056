package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import java.util.List;

/**
 * Where a follower of a session begins.
 *
 * @param head the events that it is shown first; may be empty
 * @param offset the offset from which it is shown the log
 * @param filter decides what of the log it is shown
 * @param charsSeen how much of the current turn's text there it has seen, in UTF-16 code units
 */
public record FollowStart(List<SessionEvent> head, long offset, SessionFilter filter, int charsSeen) {

    /** Returns the options of a follower that begins here. */
    public ReaderOptions options(Shaping shaping) {
        return ReaderOptions.from(offset, charsSeen, shaping);
    }
}
