package dev.rivulet.gateway.follow;

import java.util.List;

/**
 * Where a follower of a session begins.
 *
 * @param head what it is shown first; may be empty
 * @param offset from where on the log is shown
 * @param fence what of it is shown
 */
public record Beginning(List<SessionEvent> head, long offset, SessionFence fence) {}
