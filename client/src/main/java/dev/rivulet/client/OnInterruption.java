package dev.rivulet.client;

import java.util.Locale;

/** What becomes of a turn whose worker is lost. */
public enum OnInterruption {
    /** It starts again, as the next attempt: a {@link Chunk.Restarted}. */
    RESTART,
    /** It fails with {@code worker_lost}, and what it had shown is kept. */
    FAIL;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
