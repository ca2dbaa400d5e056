package dev.rivulet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** A piece of a turn's stream. */
public sealed interface Chunk {

    /** Which attempt at the turn this belongs to: 1, or more when a worker was lost and the turn began anew. */
    int attempt();

    /** The answer begins. Until then the turn waited. */
    record Started(int attempt, String model, String provider) implements Chunk {}

    /** The answer begins <em>anew</em>: everything shown of earlier attempts is void. Take it back. */
    record Restarted(int attempt, String model, String provider) implements Chunk {}

    /**
     * More text, to be appended to what the attempt has shown.
     *
     * @param seq the number of the newest token it has text of; from 0
     */
    record Text(int attempt, long seq, String text) implements Chunk {

        /** Leaves out the model's words: safe for logs. */
        @Override
        public String toString() {
            return "Text[attempt=" + attempt + ", seq=" + seq + ", length=" + text.length() + "]";
        }
    }

    /**
     * A complete element of an answer that is a JSON array, see {@link Granularity#JSON}.
     *
     * @param index its place in the array, from 0
     */
    record Item(int attempt, int index, JsonNode json) implements Chunk {

        /**
         * The element as a value of a class of yours. Fields that the class does not have are ignored.
         *
         * @throws IllegalArgumentException when it is not such a value: models make mistakes
         */
        public <T> T as(Class<T> type) {
            try {
                return JsonCodec.MAPPER.treeToValue(json, type);
            } catch (JsonProcessingException other) {
                throw new IllegalArgumentException("item " + index + " is no " + type.getSimpleName() + ": "
                        + other.getOriginalMessage(), other);
            }
        }

        /** Leaves out the model's words: safe for logs. */
        @Override
        public String toString() {
            return "Item[attempt=" + attempt + ", index=" + index + "]";
        }
    }
}
