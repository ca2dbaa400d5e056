package dev.rivulet.schemas.event;

import java.util.Objects;

/**
 * {@code tool-call}: the next piece of a call of a tool that the model asks for. Pieces of several calls may alternate;
 * those of one are in order.
 *
 * @param index the number of the call in the answer, from 0, in the order in which they begin
 * @param callId names the call for its result; the same in all of its pieces
 * @param name of the tool; in the call's first piece, null in the others
 * @param arguments the next piece of the arguments' text, which as a whole should be JSON, but models make mistakes;
 *            may be empty; never ends within a surrogate pair
 * @param complete true in the call's last piece: the arguments are whole. Otherwise null; a call that broke off has no
 *            such piece
 */
public record ToolCall(int attempt, long seq, int index, String callId, String name, String arguments,
        Boolean complete) implements ChunkEvent.Part {

    /** @throws IllegalArgumentException when the index is negative */
    public ToolCall {
        Objects.requireNonNull(callId, "callId");
        Objects.requireNonNull(arguments, "arguments");
        if (index < 0) {
            throw new IllegalArgumentException("the index of a call cannot be negative");
        }
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "ToolCall[attempt=" + attempt + ", seq=" + seq + ", index=" + index + "]";
    }
}
