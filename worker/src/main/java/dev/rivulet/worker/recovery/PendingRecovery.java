package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An attempt whose result is not written yet, or of whose events somebody waits for something. While it is in the
 * queue, the queue owns it; otherwise the recovery's thread or, until a write is completed, the producer's.
 */
final class PendingRecovery implements Delayed {

    private final int partition;
    private final Key key;
    private final EventReader<?> reader; // null if a result is to be written
    private LostAttempt lost; // null if there is a reader
    private int maxChars;
    private long dueNanos;
    private Long firstTriedNanos; // null before the first try
    private RecoveredAttempt collected; // by the present pass; null after it
    private boolean sealed;
    private boolean readWhole;
    private int resultChars; // how much the last result had of what was said

    /** Names an attempt of a turn: clients of two sessions may have chosen the same turn id. */
    record Key(SessionId session, TurnId turn, int attempt) {}

    /** @param maxChars how much text the result may have, in UTF-16 code units */
    PendingRecovery(LostAttempt lost, int partition, int maxChars) {
        this(new Key(lost.end().sessionId(), lost.end().turnId(), lost.end().attempt()), lost, null, partition,
                maxChars);
    }

    /** @param maxChars how much text is kept */
    PendingRecovery(SessionTurn turn, int attempt, EventReader<?> reader, int partition, int maxChars) {
        this(new Key(turn.session(), turn.id(), attempt), null, reader, partition, maxChars);
    }

    private PendingRecovery(Key key, LostAttempt lost, EventReader<?> reader, int partition, int maxChars) {
        this.key = key;
        this.lost = lost;
        this.reader = reader;
        this.partition = partition;
        this.maxChars = maxChars;
        this.dueNanos = System.nanoTime();
    }

    /** Returns the same, which is neither sealed nor tried before a time is over, so that others are first. */
    PendingRecovery later(long nanos) {
        sealed = true;
        dueNanos += nanos;
        return this;
    }

    Key key() {
        return key;
    }

    /** Returns whether somebody waits for what is read; otherwise a result is to be written. */
    boolean isRead() {
        return reader != null;
    }

    /** Returns whether nobody waits any more. */
    boolean isAbandoned() {
        return reader != null && reader.answer().isDone();
    }

    /** Hands what was read to whom waits for it, or says that it could not be read. */
    void answer() {
        RecoveredAttempt read = collected;
        collected = null;
        if (!readWhole) {
            reader.answer().completeExceptionally(new TimeoutException("the text was not sealed and read in time"));
            return;
        }
        reader.complete(read);
    }

    int partition() {
        return partition;
    }

    LostAttempt lost() {
        return lost;
    }

    boolean isSealed() {
        return sealed;
    }

    /** The attempt's seal is in the log, or it gets none. */
    void sealed() {
        sealed = true;
    }

    /** Begins a pass: nothing is collected yet. */
    void beginPass() {
        readWhole = false;
        collected = lost == null
                ? new RecoveredAttempt(new SessionTurn(key.session(), key.turn()), key.attempt(), maxChars)
                : new RecoveredAttempt(lost, maxChars);
        if (firstTriedNanos == null) {
            firstTriedNanos = System.nanoTime();
        }
    }

    /** The pass has read all that there is. */
    void readWhole() {
        readWhole = true;
    }

    RecoveredAttempt collected() {
        return collected;
    }

    /** Returns for how many nanoseconds it has been tried. */
    long triedForNanos() {
        return System.nanoTime() - firstTriedNanos;
    }

    /** Ends the pass: returns the attempt's result with what was collected, and lets go of its text. */
    TurnFinished takeResult() {
        TurnFinished result = collected.result();
        resultChars = result.seq() == 0 ? 0 : collected.length();
        collected = null;
        return result;
    }

    /** Ends a pass without a result, or after it was not written: the next one comes after a pause. */
    void postpone(long pauseNanos) {
        collected = null;
        dueNanos = System.nanoTime() + pauseNanos;
    }

    /**
     * The result was too large: the next has nothing of what was asked and much less of what was said, in the end
     * nothing.
     */
    void shorten() {
        maxChars = resultChars / 4;
        lost = lost.withoutInputText();
    }

    /** Returns whether the result has text that could be left out. */
    boolean hasText() {
        return resultChars > 0 || !lost.equals(lost.withoutInputText());
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.signum(dueNanos - ((PendingRecovery) other).dueNanos);
    }
}
