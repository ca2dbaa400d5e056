package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.json.Json;

/** A delta that is not in the log as it is: a part of one record, or the text of several. */
public record ShapedDelta(long offset, int charsBeyond, dev.rivulet.schemas.event.Delta data)
        implements
            TurnEvent.Delta {

    @Override
    public ShownType shownType() {
        return ShownType.DELTA;
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
