package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.ChunkEvent;

/** An event of one turn, as its readers are shown it. */
public sealed interface TurnEvent extends ShownEvent permits TurnRecord, TurnEvent.Text, TurnEvent.End {

    /** Text of the answer. */
    sealed interface Text extends TurnEvent permits Delta, ShapedSnapshot, ShapedItem {

        /**
         * Returns the text. Of a record this parses the data.
         *
         * @throws java.io.UncheckedIOException if the data has no text
         */
        String content();
    }

    /** The next piece of text. */
    sealed interface Delta extends Text permits TurnRecord.Delta, ShapedDelta {

        /** Returns the data. Of a record this parses it. */
        dev.rivulet.schemas.event.Delta data();
    }

    /** The end of the turn. */
    sealed interface End extends TurnEvent permits TurnRecord.Done, TurnRecord.Failed {

        /** Parses the data. */
        ChunkEvent.Terminal data();
    }
}
