package dev.rivulet.gateway.stream.shape;

import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.schemas.event.Item;
import dev.rivulet.schemas.json.Json;

/**
 * An element of an answer that is a JSON array. Whoever goes on behind it has to know the array from its beginning, so
 * the place is counted from there.
 *
 * @param offset of the attempt's {@code started}
 * @param json the element, in one line; as the model wrote it, so that no number changes
 */
record ShapedItem(long offset, int charsBeyond, int attempt, int index, String json) implements ShownEvent {

    @Override
    public ShownType shownType() {
        return ShownType.ITEM;
    }

    @Override
    public byte[] value() {
        return Json.write(new Item(attempt, index, new POJONode(new RawValue(json))));
    }

    /** Leaves out the model's words: safe for logs. */
    @Override
    public String toString() {
        return "ShownItem[attempt=" + attempt + ", index=" + index + "]";
    }
}
