package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.ChunkEvent;

/** An event that readers of a turn are shown. */
public sealed interface TurnEvent extends ShownEvent
        permits TurnRecord.Shown, TurnEvent.Text, TurnEvent.Other, TurnEvent.End {

    /** Text of the answer. */
    sealed interface Text extends TurnEvent permits Delta, ShapedSnapshot, ShapedItem {

        /**
         * Returns the text. A record parses its data for each call.
         *
         * @throws java.io.UncheckedIOException if the data has no text
         */
        String content();
    }

    /** The next piece of text. */
    sealed interface Delta extends Text permits TurnRecord.Delta, ShapedDelta {

        /** Returns the data. A record parses it for each call. */
        dev.rivulet.schemas.event.Delta data();
    }

    /** The next piece of something that is no text. */
    sealed interface Other extends TurnEvent permits TurnRecord.Reasoning, TurnRecord.ToolCall {

        /** Parses the data, for each call. */
        ChunkEvent.Part data();
    }

    /** The turn's terminal event. */
    sealed interface End extends TurnEvent permits TurnRecord.Done, TurnRecord.Failed {

        /** Parses the data, for each call. */
        ChunkEvent.Terminal data();
    }
}
