package dev.rivulet.client;

import java.util.Locale;

/** What becomes of a turn that nobody reads any more. */
public enum OnDisconnect {
    /** It runs to its end, and can be read later. */
    CONTINUE,
    /** It is cancelled after some seconds, unless a reader comes back to the same gateway. */
    CANCEL;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
