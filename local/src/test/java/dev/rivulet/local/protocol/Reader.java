package dev.rivulet.local.protocol;

import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What a reader was shown of the turn, by the gateways' own filter.
 *
 * @param attempt the last that was shown; 0 if none
 * @param nextSeq how many deltas it has, with those that it continues
 * @param restarts how often text that was shown became void
 * @param refused how many attempts were not shown because they continue other text
 * @param end the last event, as it was shown; null if the turn goes on
 */
record Reader(int attempt, long nextSeq, int restarts, int refused, TurnRecord.Shown end) {

    static Reader of(List<ChunkEvent> events) {
        AttemptFilter filter = new AttemptFilter();
        int restarts = 0;
        int refused = 0;
        TurnRecord.Shown end = null;
        for (ChunkEvent event : events) {
            long before = filter.nextSeq();
            TurnRecord record = record(event);
            Optional<TurnRecord.Shown> shown = filter.show(record);
            if (record instanceof TurnRecord.Started start && start.continued().isPresent()) {
                refused += shown.isEmpty() && start.attempt() > filter.attempt() ? 1 : 0;
            } else if (record instanceof TurnRecord.Started && shown.isPresent()) {
                restarts += before > 0 ? 1 : 0;
            }
            if (event instanceof ChunkEvent.Terminal && shown.isPresent()) {
                end = shown.get();
            }
        }
        return new Reader(filter.attempt(), filter.nextSeq(), restarts, refused, end);
    }

    private static TurnRecord record(ChunkEvent event) {
        return (TurnRecord) ChunkRecord.of(0, 0, new ChunkHeaders(World.TURN, EventType.of(event), event.attempt()),
                Json.write(event));
    }
}
