package dev.rivulet.gateway.shape;

import dev.rivulet.gateway.event.ShownEvent;
import dev.rivulet.gateway.event.ShownType;
import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.json.Json;

/**
 * All text of an attempt up to a delta.
 *
 * @param offset of that delta
 */
record ShownSnapshot(long offset, Snapshot snapshot) implements ShownEvent {

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
