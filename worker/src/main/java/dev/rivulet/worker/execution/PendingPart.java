package dev.rivulet.worker.execution;

import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.worker.provider.ToolCallPiece;

/** A stretch of reasoning, or a tool call, whose next pieces are joined into one event. For one thread at a time. */
abstract sealed class PendingPart {

    private final StringBuilder content = new StringBuilder();

    /** Returns the text that waits. */
    StringBuilder content() {
        return content;
    }

    /** Returns whether there is something to send. Half of a surrogate pair is not. */
    final boolean hasNews() {
        return end() > 0 || hasMark();
    }

    /** Returns the next event, and forgets what it has. */
    final ChunkEvent.Part take(int attempt, long seq) {
        int end = end();
        String text = content.substring(0, end);
        content.delete(0, end);
        return event(attempt, seq, text);
    }

    private int end() {
        int length = content.length();
        return length > 0 && Character.isHighSurrogate(content.charAt(length - 1)) ? length - 1 : length;
    }

    /** Returns whether an event is due that may have no text. */
    abstract boolean hasMark();

    abstract ChunkEvent.Part event(int attempt, long seq, String text);

    /** A stretch of reasoning. */
    static final class Reasoning extends PendingPart {

        private String signature; // null: none

        void sign(String by) {
            signature = by;
        }

        @Override
        boolean hasMark() {
            return signature != null;
        }

        @Override
        ChunkEvent.Part event(int attempt, long seq, String text) {
            return new dev.rivulet.schemas.event.Reasoning(attempt, seq, text, signature);
        }
    }

    /** A tool call, or the rest of one after a piece of another. */
    static final class Call extends PendingPart {

        private final int index;
        private final String callId;
        private String name; // null once it was sent, or if this is the rest of a call
        private boolean complete;

        Call(ToolCallPiece first) {
            index = first.index();
            callId = first.callId();
            name = first.name();
        }

        boolean continuesWith(ToolCallPiece piece) {
            return piece.index() == index;
        }

        void complete() {
            complete = true;
        }

        @Override
        boolean hasMark() {
            return name != null || complete;
        }

        @Override
        ChunkEvent.Part event(int attempt, long seq, String text) {
            String sent = name;
            name = null;
            return new ToolCall(attempt, seq, index, callId, sent, text, complete ? true : null);
        }
    }
}
