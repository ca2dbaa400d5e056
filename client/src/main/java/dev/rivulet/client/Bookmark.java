package dev.rivulet.client;

import java.util.Objects;

/**
 * A turn, and how far it has been read. Plain text: it can be kept anywhere and resumed in another process, by
 * {@link RivuletClient#resume}.
 *
 * @param cursor null: nothing of it has been read
 */
public record Bookmark(String session, String turnId, String cursor) {

    public Bookmark {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(turnId, "turnId");
    }
}
