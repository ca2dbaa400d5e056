package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnRecord;

/** The position at which a reader of a turn starts. */
public sealed interface StartPosition {

    /**
     * The reader starts at an offset.
     *
     * @param attempt the attempt that the reader was shown last; 0 if none
     * @param nextSeq the seq of the first delta that the reader was not shown
     */
    record From(long offset, int attempt, long nextSeq) implements StartPosition {

        /** Returns the position of a reader that was shown nothing yet. */
        public static From start(long offset) {
            return new From(offset, 0, 0);
        }

        /** Returns the position of a reader that was shown a record last. */
        static From after(TurnRecord.Shown shown) {
            return new From(shown.offset() + 1, shown.attempt(), shown.nextSeq());
        }

        /** Makes the filter for the records from this position on. */
        public AttemptFilter filter() {
            return new AttemptFilter(attempt, nextSeq);
        }
    }

    /** The reader was already shown the turn's terminal event: no event follows. */
    record End() implements StartPosition {}
}
