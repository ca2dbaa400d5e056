package dev.rivulet.client;

import java.util.Locale;

/** What happens to a turn whose worker is lost. */
public enum OnInterruption {
    /** It starts again as a new attempt, see {@link Chunk.Restarted}. */
    RESTART,
    /** It fails with {@code worker_lost}. Its text so far is kept. */
    FAIL;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
