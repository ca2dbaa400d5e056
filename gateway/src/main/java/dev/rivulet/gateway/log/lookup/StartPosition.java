package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.AttemptFilter;

/** The position at which a reader of a turn starts. */
public sealed interface StartPosition {

    /**
     * The reader starts at an offset.
     *
     * @param attempt the attempt that the reader was shown last; 0 if none
     */
    record From(long offset, int attempt) implements StartPosition {

        /** Makes the filter for the records from this position on. */
        public AttemptFilter filter() {
            return new AttemptFilter(attempt);
        }
    }

    /** The reader was already shown the turn's terminal event: no event follows. */
    record End() implements StartPosition {}
}
