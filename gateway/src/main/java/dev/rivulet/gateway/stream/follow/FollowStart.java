package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import java.util.List;

/**
 * Where a follower of a session begins.
 *
 * @param head what it is shown first; may be empty
 * @param offset from where on the log is shown
 * @param fence what of it is shown
 * @param charsSeen how much of the current turn's text there it has, in UTF-16 code units
 */
public record FollowStart(List<SessionEvent> head, long offset, SessionFilter fence, int charsSeen) {

    /** How a follower that begins here is shown what comes. */
    public ReaderOptions view(Shaping shaping) {
        return ReaderOptions.from(offset, charsSeen, shaping);
    }
}
