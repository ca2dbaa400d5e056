package dev.rivulet.gateway.log.event;

import java.util.Optional;

/** Decides which events of the log a reader is shown, and as what. Asked about each in the order of the log, once. */
public interface EventFilter {

    /** The next event of the log, as it is to be shown; empty when it is not. */
    Optional<? extends ShownEvent> admit(ChunkRecord next);

    /** Whether nothing more will be shown. */
    boolean ended();
}
