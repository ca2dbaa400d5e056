package dev.rivulet.schemas.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * {@code item}: an element of a completion that is a JSON array. Made by gateways; not on any topic.
 *
 * @param index its index in the array, from 0
 * @param item any JSON value
 */
public record Item(int attempt, int index, JsonNode item) {

    public Item {
        Objects.requireNonNull(item, "item");
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "Item[attempt=" + attempt + ", index=" + index + "]";
    }
}
