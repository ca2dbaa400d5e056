package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Collects what the log has of one lost attempt, record by record. For one thread. */
final class RecoveredAttempt {

    private final LostAttempt lost;
    private final byte[] owner;
    private final StringBuilder text = new StringBuilder();
    private Started started;
    private long startedAt;
    private Long firstDeltaAt;
    private long seq;

    RecoveredAttempt(LostAttempt lost) {
        this.lost = lost;
        this.owner = lost.owner().getBytes(StandardCharsets.US_ASCII);
    }

    LostAttempt lost() {
        return lost;
    }

    /** Takes an event of the turn. Ignores those of other attempts and other owners. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        Header writer = record.headers().lastHeader(ChunkHeaders.OWNER);
        if (writer == null || !Arrays.equals(writer.value(), owner)) {
            return;
        }
        ChunkHeaders.read(record.headers()).filter(event -> event.attempt() == lost.end().attempt())
                .ifPresent(event -> {
                    switch (event.type()) {
                        case STARTED -> start(Json.read(record.value(), Started.class), record.timestamp());
                        case DELTA -> append(Json.read(record.value(), Delta.class), record.timestamp());
                        case DONE, ERROR, QUEUED, PROMPT, FORGOTTEN -> {
                            // Written by the coordinator: not part of the attempt.
                        }
                    }
                });
    }

    private void start(Started event, long at) {
        started = event;
        startedAt = at;
    }

    private void append(Delta delta, long at) {
        if (firstDeltaAt == null) {
            firstDeltaAt = at;
        }
        text.append(delta.content());
        seq = delta.seq() + 1;
    }

    /** Returns the attempt's result with what was collected; without, when its {@code started} is not in the log. */
    TurnFinished result() {
        TurnFinished end = lost.end();
        return started == null
                ? end
                : new TurnFinished(end.sessionId(), end.turnId(), end.attempt(), end.owner(), end.outcome(), seq,
                        text.toString(), started.model(), started.provider(), timings());
    }

    private Timings timings() {
        Long firstToken = firstDeltaAt == null ? null : (Long) Math.max(0, firstDeltaAt - startedAt);
        return new Timings(Math.max(0, startedAt - lost.end().turnId().timestamp()), firstToken,
                lost.end().timings().totalMs());
    }
}
