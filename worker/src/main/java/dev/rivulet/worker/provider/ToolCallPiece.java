package dev.rivulet.worker.provider;

import java.util.Objects;

/**
 * A piece of a tool call, as {@link dev.rivulet.schemas.event.ToolCall} has it.
 *
 * @param index the number of the call in the answer, from 0, in the order in which they begin
 * @param name of the tool, in the call's first piece; null in the others
 * @param arguments may be empty; may end within a surrogate pair
 * @param complete whether the arguments are whole
 */
public record ToolCallPiece(int index, String callId, String name, String arguments, boolean complete) {

    public ToolCallPiece {
        Objects.requireNonNull(callId, "callId");
        Objects.requireNonNull(arguments, "arguments");
    }

    /** Returns the same with other arguments, of a call that is not complete. */
    public ToolCallPiece cutTo(String beginning) {
        return new ToolCallPiece(index, callId, name, beginning, false);
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "ToolCallPiece[index=" + index + ", complete=" + complete + "]";
    }
}
