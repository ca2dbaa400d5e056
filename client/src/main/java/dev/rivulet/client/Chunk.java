package dev.rivulet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

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
     * A complete element of an answer that is a JSON array, see {@link Granularity#JSON}.
     *
     * @param index its index in the array, from 0
     */
    record Item(int attempt, int index, JsonNode json) implements Chunk {

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

        /** Omits the element, so that it is safe to log. */
        @Override
        public String toString() {
            return "Item[attempt=" + attempt + ", index=" + index + "]";
        }
    }
}
