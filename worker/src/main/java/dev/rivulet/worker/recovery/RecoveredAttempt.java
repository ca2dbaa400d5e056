package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Collects what the log has of one lost attempt, record by record, as far as its readers are shown it: up to the first
 * delta that is missing or cannot be read, or the attempt's seal. For one thread.
 */
final class RecoveredAttempt {

    private final LostAttempt lost;
    private final int maxChars;
    private final byte[] owner;
    private final byte[] session;
    private final StringBuilder text = new StringBuilder();
    private Started started;
    private long startedAt;
    private Long firstDeltaAt;
    private long seq;
    private long published; // the length of the text that the log has, in UTF-16 code units
    private boolean broken; // a delta is missing or cannot be read: nothing after it counts
    private boolean sealed;
    private boolean full;

    /** @param maxChars how much text is kept, in UTF-16 code units; never half of a surrogate pair */
    RecoveredAttempt(LostAttempt lost, int maxChars) {
        this.lost = lost;
        this.maxChars = maxChars;
        this.owner = lost.owner().getBytes(StandardCharsets.US_ASCII);
        this.session = lost.end().sessionId().keyBytes();
    }

    LostAttempt lost() {
        return lost;
    }

    /** Returns the length of the text that is kept, in UTF-16 code units. */
    int length() {
        return text.length();
    }

    /** Takes an event of the turn. Ignores those of other attempts, other owners and other sessions. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        if (broken || sealed || !Arrays.equals(record.key(), session)) {
            return;
        }
        ChunkHeaders.read(record.headers()).ifPresent(event -> {
            if (event.type() == EventType.SEALED) {
                sealed = event.attempt() >= lost.end().attempt();
            } else if (event.attempt() == lost.end().attempt() && isOwners(record)) {
                try {
                    add(event.type(), record);
                } catch (RuntimeException unreadable) {
                    broken = true;
                }
            }
        });
    }

    private boolean isOwners(ConsumerRecord<byte[], byte[]> record) {
        Header writer = record.headers().lastHeader(ChunkHeaders.OWNER);
        return writer != null && Arrays.equals(writer.value(), owner);
    }

    private void add(EventType type, ConsumerRecord<byte[], byte[]> record) {
        switch (type) {
            case STARTED -> start(Json.read(record.value(), Started.class), record.timestamp());
            case DELTA -> append(Json.read(record.value(), Delta.class), record.timestamp());
            case SEALED, DONE, ERROR, QUEUED, PROMPT, FORGOTTEN -> {
                // Written by the coordinator: not part of the attempt.
            }
        }
    }

    private void start(Started event, long at) {
        if (started == null) {
            started = event;
            startedAt = at;
        }
    }

    private void append(Delta delta, long at) {
        if (started == null || delta.seq() < seq) {
            return;
        }
        if (delta.seq() > seq) {
            broken = true;
            return;
        }
        if (firstDeltaAt == null) {
            firstDeltaAt = at;
        }
        seq++;
        published += delta.content().length();
        keep(delta.content());
    }

    private void keep(String content) {
        if (full) {
            return;
        }
        int room = maxChars - text.length();
        full = content.length() > room;
        boolean splitsPair = full && room > 0 && Character.isHighSurrogate(content.charAt(room - 1));
        text.append(full ? content.substring(0, splitsPair ? room - 1 : room) : content);
    }

    /** Returns the attempt's result with what was collected; without, when its {@code started} is not in the log. */
    TurnFinished result() {
        TurnFinished end = lost.end();
        return started == null
                ? end
                : new TurnFinished(end.sessionId(), end.turnId(), end.attempt(), end.owner(), end.outcome(), seq,
                        text.toString(), published, started.model(), started.provider(), timings(), end.input());
    }

    private Timings timings() {
        Long firstToken = firstDeltaAt == null ? null : (Long) Math.max(0, firstDeltaAt - startedAt);
        return new Timings(Math.max(0, startedAt - lost.end().turnId().timestamp()), firstToken,
                lost.end().timings().totalMs());
    }
}
