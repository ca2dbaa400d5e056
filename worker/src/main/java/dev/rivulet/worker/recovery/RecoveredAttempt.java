package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.PartCollector;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.EarlierCalls;
import dev.rivulet.worker.execution.LoggedCalls;
import dev.rivulet.worker.execution.StandingText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Collects what the log has of one lost attempt and of those that it continues, record by record, as far as its readers
 * are shown it: up to the first piece that is missing or cannot be read, or the attempt's seal. For one thread.
 */
final class RecoveredAttempt {

    private final LostAttempt lost; // null if the text is read for another attempt
    private final SessionTurn turn;
    private final int last; // the attempt that was lost
    private final byte[] owner; // of that attempt; null if it is not known
    private final int maxChars;
    private final byte[] session;
    private final StringBuilder text = new StringBuilder();
    private final PartCollector parts = new PartCollector();
    private Started started; // of the newest attempt; null before the first
    private long startedAt;
    private Long firstTokenAt; // of that attempt
    private long seq;
    private long published; // the length of the text that the log has, in UTF-16 code units
    private boolean broken; // a piece is missing or cannot be read: nothing after it counts
    private boolean unreadable;
    private int calls; // that attempts began
    private long repeated; // how much text was sent with their prompts, to be continued
    private long produced; // how much text they brought, also what does not stand
    private int sealed; // the last attempt that was given up; 0 if none
    private boolean full;

    /** @param maxChars how much is kept, in UTF-16 code units; never half of a surrogate pair */
    RecoveredAttempt(LostAttempt lost, int maxChars) {
        this(lost, lost.end().sessionTurn(), lost.end().attempt(), lost.owner().getBytes(StandardCharsets.US_ASCII),
                maxChars);
    }

    /** Collects for an attempt that follows these, whoever ran them. */
    RecoveredAttempt(SessionTurn turn, int last, int maxChars) {
        this(null, turn, last, null, maxChars);
    }

    private RecoveredAttempt(LostAttempt lost, SessionTurn turn, int last, byte[] owner, int maxChars) {
        this.lost = lost;
        this.turn = turn;
        this.last = last;
        this.owner = owner;
        this.maxChars = maxChars;
        this.session = turn.session().keyBytes();
    }

    /** Returns the length of what is kept, in UTF-16 code units. */
    int length() {
        return text.length() + Math.toIntExact(parts.chars());
    }

    /** Takes an event of the turn. Ignores those of later attempts, other owners and other sessions. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        if (sealed >= last || !Arrays.equals(record.key(), session)) {
            return;
        }
        ChunkHeaders.read(record.headers()).ifPresent(event -> {
            if (event.type() == EventType.SEALED) {
                sealed = Math.max(sealed, event.attempt());
            } else if (event.attempt() > sealed && event.attempt() <= last && isOwners(event, record)) {
                try {
                    add(event.type(), record);
                } catch (RuntimeException notOne) {
                    broken = true;
                    unreadable = true;
                }
            }
        });
    }

    private boolean isOwners(ChunkHeaders event, ConsumerRecord<byte[], byte[]> record) {
        if (owner == null || event.attempt() < last) {
            return true;
        }
        Header writer = record.headers().lastHeader(ChunkHeaders.OWNER);
        return writer != null && Arrays.equals(writer.value(), owner);
    }

    private void add(EventType type, ConsumerRecord<byte[], byte[]> record) {
        switch (type) {
            case STARTED -> start(Json.read(record.value(), Started.class), record.timestamp());
            case DELTA -> append(Json.read(record.value(), Delta.class), record.timestamp());
            case REASONING -> append(Json.read(record.value(), Reasoning.class), record.timestamp());
            case TOOL_CALL -> append(Json.read(record.value(), ToolCall.class), record.timestamp());
            case SEALED, DONE, ERROR, QUEUED, PROMPT, FORGOTTEN -> {
                // Written by the coordinator: not part of the attempt.
            }
        }
    }

    private void start(Started event, long at) {
        boolean newer = started == null || event.attempt() > started.attempt();
        boolean continues = event.continues() != null;
        if (!newer || continues && event.continues().seq() != seq) {
            return;
        }
        if (!continues) {
            text.setLength(0);
            parts.clear();
            seq = 0;
            published = 0;
            unreadable = false;
            full = false;
        }
        calls++;
        repeated += published;
        started = event;
        startedAt = at;
        firstTokenAt = null;
        broken = unreadable;
    }

    private void append(ChunkEvent.Part piece, long at) {
        if (broken || started == null || piece.attempt() != started.attempt() || piece.seq() < seq) {
            return;
        }
        if (piece.seq() > seq) {
            broken = true;
            return;
        }
        seq++;
        switch (piece) {
            case Delta delta -> {
                token(at);
                published += delta.content().length();
                produced += delta.content().length();
                keep(delta.content());
            }
            case ToolCall call -> {
                token(at);
                keep(call);
            }
            case Reasoning reasoning -> keep(reasoning);
        }
    }

    private void token(long at) {
        if (firstTokenAt == null) {
            firstTokenAt = at;
        }
    }

    private void keep(String content) {
        if (full) {
            return;
        }
        int room = maxChars - length();
        full = content.length() > room;
        boolean splitsPair = full && room > 0 && Character.isHighSurrogate(content.charAt(room - 1));
        String kept = full ? content.substring(0, splitsPair ? room - 1 : room) : content;
        text.append(kept);
        parts.text(kept.length());
    }

    /** Keeps what is no text as a whole or not at all. */
    private void keep(ChunkEvent.Part piece) {
        int room = maxChars - length();
        full |= room == 0 || PartCollector.chars(piece) > room;
        if (!full) {
            parts.add(piece);
        }
    }

    /** Returns the lost attempt's result with what was collected; without, if its {@code started} is not in the log. */
    TurnFinished result() {
        TurnFinished end = lost.ended(new LoggedCalls(calls, repeated, produced), text.toString());
        return started == null || started.attempt() < last && !lost.continues()
                ? end
                : new TurnFinished(end.sessionId(), end.turnId(), end.attempt(), end.owner(), end.outcome(), seq,
                        text.toString(), published, started.model(), started.provider(), timings(end), end.input(),
                        end.requestedBy(), parts.parts());
    }

    /**
     * Returns what another attempt can continue; empty if there is no text yet.
     *
     * @throws IllegalStateException if readers may have been shown more than what was collected, or a tool call began,
     *             which no provider continues
     */
    Optional<StandingText> standing() {
        if (unreadable || full) {
            throw new IllegalStateException("the text of the turn's attempts cannot be read as a whole");
        }
        if (parts.hasCall()) {
            throw new IllegalStateException("the answer has a tool call, which cannot be continued");
        }
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new StandingText(started, seq, text.toString(), parts.parts(),
                        new LoggedCalls(calls, repeated, produced)));
    }

    /** Returns the calls that were made; empty if there were none. */
    Optional<EarlierCalls> calls() {
        return calls == 0
                ? Optional.empty()
                : Optional.of(new EarlierCalls(new LoggedCalls(calls, repeated, produced), text.toString()));
    }

    private Timings timings(TurnFinished end) {
        Long firstToken = firstTokenAt == null ? null : (Long) Math.max(0, firstTokenAt - startedAt);
        return new Timings(Math.max(0, startedAt - turn.id().timestamp()), firstToken, end.timings().totalMs());
    }
}
