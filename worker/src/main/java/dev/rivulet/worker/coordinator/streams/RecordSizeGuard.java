package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.json.Json;
import java.util.stream.Stream;

/**
 * Writes what a coordinator publishes such that it fits a record: one that does not would stop its partition. Whatever the
 * gateways take fits; others may write prompts that fill a record by themselves.
 *
 * @param bytes the largest record of the topics
 */
record RecordSizeGuard(int bytes) {

    /** Key, headers and batch. */
    private static final int AROUND = 8 << 10;

    byte[] json(ChunkEvent event) {
        byte[] whole = Json.write(event);
        return event instanceof ChunkEvent.OfSession wordy && !fits(whole) ? Json.write(wordy.withoutText()) : whole;
    }

    byte[] json(CoordinatorReply reply) {
        return switch (reply) {
            case Accepted accepted -> Json.write(accepted);
            case SessionState state -> Stream.of(state, state.withoutPrompts()).map(Json::write).filter(this::fits)
                    .findFirst().orElseGet(() -> Json.write(state.withoutText()));
        };
    }

    private boolean fits(byte[] value) {
        return value.length + AROUND <= bytes;
    }
}
