package dev.rivulet.client;

/** What happens to a turn whose worker is lost. */
public enum OnInterruption {
    /** It starts again as a new attempt, see {@link Chunk.Restarted}. */
    RESTART,
    /** It fails with {@code worker_lost}. Its text so far is kept. */
    FAIL,
    /**
     * Its text goes on where it ended, in a new attempt: see {@link Chunk.Started}. If the server's provider cannot
     * continue a text, like {@link #RESTART}.
     */
    CONTINUE,
    /** The same, but like {@link #FAIL} if the text cannot be continued. */
    CONTINUE_OR_FAIL;

    String wire() {
        return switch (this) {
            case RESTART -> "restart";
            case FAIL -> "fail";
            case CONTINUE -> "continue,restart";
            case CONTINUE_OR_FAIL -> "continue,fail";
        };
    }
}
