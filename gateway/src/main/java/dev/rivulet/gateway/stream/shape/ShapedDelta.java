package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;

/** Text of one delta of the log or of several. */
record ShapedDelta(long offset, int charsBeyond, Delta delta) implements ShownEvent {

    @Override
    public ShownType shownType() {
        return ShownType.DELTA;
    }

    @Override
    public int attempt() {
        return delta.attempt();
    }

    @Override
    public byte[] value() {
        return Json.write(delta);
    }

    @Override
    public String content() {
        return delta.content();
    }
}
