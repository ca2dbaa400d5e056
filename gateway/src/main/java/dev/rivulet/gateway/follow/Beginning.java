package dev.rivulet.gateway.follow;

import dev.rivulet.gateway.shape.Shaping;
import dev.rivulet.gateway.shape.View;
import java.util.List;

/**
 * Where a follower of a session begins.
 *
 * @param head what it is shown first; may be empty
 * @param offset from where on the log is shown
 * @param fence what of it is shown
 * @param charsSeen how much of the current turn's text there it has, in UTF-16 code units
 */
public record Beginning(List<SessionEvent> head, long offset, SessionFence fence, int charsSeen) {

    /** How a follower that begins here is shown what comes. */
    public View view(Shaping shaping) {
        return View.from(offset, charsSeen, shaping);
    }
}
