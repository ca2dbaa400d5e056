package dev.rivulet.worker.provider;

import java.io.IOException;

/** An event of a provider's has more bytes than it may. */
public final class EventTooLongException extends IOException {

    /** The most bytes an event may have: it has to fit in memory beside those of all other streams. */
    public static final int LONGEST_EVENT = 8 << 20;
}
