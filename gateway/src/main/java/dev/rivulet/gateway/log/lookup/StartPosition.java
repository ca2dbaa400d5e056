package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.AttemptFilter;

/** Where a reader of a turn begins. */
public sealed interface StartPosition {

    /**
     * At an offset.
     *
     * @param attempt the attempt that the reader was shown last; 0 if none
     */
    record From(long offset, int attempt) implements StartPosition {

        /** Makes the filter for what follows. */
        public AttemptFilter filter() {
            return new AttemptFilter(attempt);
        }
    }

    /** After the turn's end: nothing remains. */
    record End() implements StartPosition {}
}
