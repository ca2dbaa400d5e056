package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.Unsupported;
import dev.rivulet.schemas.json.Json;
import java.util.stream.Stream;

/**
 * Writes events and replies as JSON that fits a record, by leaving text out where it is too large: a record that Kafka
 * refuses would stop the partition. Prompts that gateways accept always fit; other producers may write a prompt that
 * fills a record by itself.
 *
 * @param bytes the largest record that the topics take
 * @param inputChars the most text of a turn's input in an event, in UTF-16 code units
 */
record RecordSizeGuard(int bytes, int inputChars) {

    /** For the key, the headers and the batch. */
    private static final int AROUND = 8 << 10;

    byte[] json(ChunkEvent event) {
        if (event instanceof ChunkEvent.OfSession wordy) {
            byte[] bounded = Json.write(wordy.atMost(inputChars));
            return fits(bounded) ? bounded : Json.write(wordy.withoutText());
        }
        return Json.write(event);
    }

    byte[] json(CoordinatorReply reply) {
        return switch (reply) {
            case Accepted accepted -> Json.write(accepted);
            case Unsupported unsupported -> Json.write(unsupported);
            case SessionState state -> Stream.of(state, state.withoutPrompts()).map(Json::write).filter(this::fits)
                    .findFirst().orElseGet(() -> Json.write(state.withoutText()));
        };
    }

    private boolean fits(byte[] value) {
        return value.length + AROUND <= bytes;
    }
}
