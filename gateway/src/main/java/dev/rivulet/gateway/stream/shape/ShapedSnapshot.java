package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.json.Json;

/**
 * All text of an attempt up to a delta.
 *
 * @param offset of that delta
 */
record ShapedSnapshot(long offset, Snapshot snapshot) implements ShownEvent {

    @Override
    public ShownType shownType() {
        return ShownType.SNAPSHOT;
    }

    @Override
    public int attempt() {
        return snapshot.attempt();
    }

    @Override
    public byte[] value() {
        return Json.write(snapshot);
    }
}
