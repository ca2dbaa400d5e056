package dev.rivulet.client;

import java.util.Locale;

/** What happens to a prompt whose session is running another turn. */
public enum WhenBusy {
    /** It is queued. */
    ENQUEUE,
    /** It fails with {@code session_busy}. */
    REJECT,
    /** The running turn is cancelled and this one runs next. */
    INTERRUPT;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
