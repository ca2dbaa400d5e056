package dev.rivulet.schemas.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * {@code item}: an element of a completion that is a JSON array, or a member of one that is a JSON object. Made by
 * gateways; not on any topic.
 *
 * @param index its index in the array or object, from 0
 * @param name the member's; null for an element of an array
 * @param item any JSON value
 */
public record Item(int attempt, int index, String name, JsonNode item) {

    public Item {
        Objects.requireNonNull(item, "item");
    }

    /** An element of an array. */
    public Item(int attempt, int index, JsonNode item) {
        this(attempt, index, null, item);
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "Item[attempt=" + attempt + ", index=" + index + "]";
    }
}
