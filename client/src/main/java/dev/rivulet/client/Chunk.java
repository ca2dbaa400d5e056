package dev.rivulet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A part of a turn's stream. */
public sealed interface Chunk {

    /**
     * Returns the number of the attempt that produced it: 1, or more if a worker was lost and another took over.
     */
    int attempt();

    /**
     * An attempt starts: the first, before which the turn was queued, or one that goes on where the text of earlier
     * attempts ends, see {@link OnInterruption#CONTINUE}. There is nothing to discard.
     */
    record Started(int attempt, String model, String provider) implements Chunk {}

    /** A new attempt starts. Discard the text and items of earlier attempts. */
    record Restarted(int attempt, String model, String provider) implements Chunk {}

    /**
     * Text to append to the text of its attempt.
     *
     * @param seq the number of the newest token in this text, from 0
     */
    record Text(int attempt, long seq, String text) implements Chunk {

        /** Omits the text, so that it is safe to log. */
        @Override
        public String toString() {
            return "Text[attempt=" + attempt + ", seq=" + seq + ", length=" + text.length() + "]";
        }
    }

    /**
     * Reasoning to append to that before it. It is no part of the answer's text.
     *
     * @param seq see {@link Text#seq}
     * @param text may be empty if there is a signature
     * @param signature what the provider wants back with the reasoning before it; null if there is none
     */
    record Reasoning(int attempt, long seq, String text, String signature) implements Chunk {

        /** Omits the text, so that it is safe to log. */
        @Override
        public String toString() {
            return "Reasoning[attempt=" + attempt + ", seq=" + seq + ", length=" + text.length() + "]";
        }
    }

    /**
     * The next piece of a tool call. Pieces of several calls may alternate.
     *
     * @param seq see {@link Text#seq}
     * @param index the number of the call in the answer, from 0
     * @param callId names the call for its result
     * @param name of the tool, in the call's first piece; null in the others
     * @param arguments text to append to the call's arguments; may be empty
     * @param complete whether the arguments are whole: this is the call's last piece
     */
    record ToolCall(int attempt, long seq, int index, String callId, String name, String arguments,
            boolean complete) implements Chunk {

        /** Omits the arguments, so that it is safe to log. */
        @Override
        public String toString() {
            return "ToolCall[attempt=" + attempt + ", seq=" + seq + ", index=" + index + "]";
        }
    }

    /**
     * All that was said before the reader joined, if that is more than text. What follows goes on with its last
     * reasoning, and with its calls by their index.
     *
     * @param text all text; may be empty
     * @param parts what there is beside it, at least one
     */
    record SoFar(int attempt, long seq, String text, List<AnswerPart> parts) implements Chunk {

        public SoFar {
            parts = List.copyOf(parts);
        }

        /** Omits what was said, so that it is safe to log. */
        @Override
        public String toString() {
            return "SoFar[attempt=" + attempt + ", seq=" + seq + ", length=" + text.length() + "]";
        }
    }

    /**
     * A complete element of an answer that is a JSON array, or a complete member of one that is a JSON object, see
     * {@link Granularity#JSON}.
     *
     * @param index its index in the array or object, from 0
     * @param name the member's; null for an element of an array
     * @param json the element, or the member's value
     */
    record Item(int attempt, int index, String name, JsonNode json) implements Chunk {

        /** An element of an array. */
        public Item(int attempt, int index, JsonNode json) {
            this(attempt, index, null, json);
        }

        /**
         * Converts the element to an object. Unknown fields are ignored.
         *
         * @throws IllegalArgumentException if the element does not match the class: models make mistakes
         */
        public <T> T as(Class<T> type) {
            try {
                return JsonCodec.MAPPER.treeToValue(json, type);
            } catch (JsonProcessingException other) {
                throw new IllegalArgumentException("item " + index + " is no " + type.getSimpleName() + ": "
                        + other.getOriginalMessage(), other);
            }
        }

        /** Omits name and element, so that it is safe to log. */
        @Override
        public String toString() {
            return "Item[attempt=" + attempt + ", index=" + index + "]";
        }
    }
}
