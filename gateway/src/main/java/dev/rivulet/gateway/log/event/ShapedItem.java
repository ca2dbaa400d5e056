package dev.rivulet.gateway.log.event;

import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.rivulet.schemas.event.Item;
import dev.rivulet.schemas.json.Json;

/**
 * An element of an answer that is a JSON array. To continue after it, a reader needs the array from its beginning, so
 * its position is counted from there.
 *
 * @param offset the offset of the attempt's {@code started}
 * @param content the element, in one line; as the model wrote it, so that no number changes
 */
public record ShapedItem(long offset, int charsBeyond, int attempt, int index, String content)
        implements
            TurnEvent.Text {

    @Override
    public ShownType shownType() {
        return ShownType.ITEM;
    }

    @Override
    public byte[] value() {
        return Json.write(new Item(attempt, index, new POJONode(new RawValue(content))));
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "ShapedItem[attempt=" + attempt + ", index=" + index + "]";
    }
}
