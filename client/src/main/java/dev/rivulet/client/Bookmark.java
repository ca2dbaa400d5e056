package dev.rivulet.client;

import java.util.Objects;

/**
 * A position in the stream of a turn. It consists of strings: store it anywhere and continue in another process with
 * {@link RivuletClient#resume}.
 *
 * @param cursor the cursor of the last event that was read; null if none was
 */
public record Bookmark(String session, String turnId, String cursor) {

    public Bookmark {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(turnId, "turnId");
    }
}
