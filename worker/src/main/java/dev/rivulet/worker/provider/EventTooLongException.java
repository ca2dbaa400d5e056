package dev.rivulet.worker.provider;

import java.io.IOException;

/** An event of a provider's stream has more than {@link #LONGEST_EVENT} bytes. */
public final class EventTooLongException extends IOException {

    /** The most bytes of an event: it has to fit in memory beside those of all other streams. */
    public static final int LONGEST_EVENT = 8 << 20;
}
