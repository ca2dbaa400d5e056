package dev.rivulet.client;

import java.util.Locale;

/** What happens to a turn that has no reader any more. */
public enum OnDisconnect {
    /** It runs to its end and can be read later. */
    CONTINUE,
    /** It is cancelled after some seconds, unless a reader reconnects to the same gateway. */
    CANCEL;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
