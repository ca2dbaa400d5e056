package dev.rivulet.gateway.log.event;

import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.rivulet.schemas.event.Item;
import dev.rivulet.schemas.json.Json;

/**
 * One element of an answer that is a JSON array, or one member of a JSON object. A reader that resumes after it has to
 * scan the answer from its start, so its position is relative to the start of the attempt.
 *
 * @param offset the offset of the attempt's {@code started}
 * @param name the member's; null for an element of an array
 * @param content the element, or the member's value, on one line, otherwise as the model wrote it, so that no number
 *     loses digits
 */
public record ShapedItem(long offset, int charsBeyond, int attempt, int index, String name, String content)
        implements
            TurnEvent.Text {

    @Override
    public ShownType shownType() {
        return ShownType.ITEM;
    }

    @Override
    public byte[] value() {
        return Json.write(new Item(attempt, index, name, new POJONode(new RawValue(content))));
    }

    /** Omits the model's text, so it can be logged. */
    @Override
    public String toString() {
        return "ShapedItem[attempt=" + attempt + ", index=" + index + "]";
    }
}
