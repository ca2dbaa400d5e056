package dev.rivulet.local.chaos.fault;

import java.util.Locale;

/** What was done to a worker, so that the attempts that it ran were lost to it. */
public enum LossCause {
    /** {@code kill -9}. */
    KILLED,
    /** {@code kill -STOP}, later {@code -CONT}. */
    STALLED,
    /** No group coordinator, while it reached all else. */
    CUT_OFF,
    /** No packets to and from the brokers. */
    PARTITIONED,
    /** Too little memory: it ended by itself. */
    OUT_OF_MEMORY;

    /** Returns the name in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
