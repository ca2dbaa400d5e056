package dev.rivulet.client;

import java.util.Locale;

/** What becomes of a prompt whose session runs another turn. */
public enum WhenBusy {
    /** It waits for its turn. */
    ENQUEUE,
    /** It fails with {@code session_busy}. */
    REJECT,
    /** The open turn is cancelled and this one runs next. */
    INTERRUPT;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
