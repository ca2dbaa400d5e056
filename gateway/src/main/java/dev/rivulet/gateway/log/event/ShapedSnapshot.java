package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.json.Json;

/**
 * All that an attempt says up to a piece.
 *
 * @param offset the offset of that piece
 */
public record ShapedSnapshot(long offset, Snapshot data) implements TurnEvent.Text {

    @Override
    public ShownType shownType() {
        return ShownType.SNAPSHOT;
    }

    @Override
    public int attempt() {
        return data.attempt();
    }

    @Override
    public byte[] value() {
        return Json.write(data);
    }

    @Override
    public String content() {
        return data.content();
    }
}
