package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.PartCollector;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.provider.ToolCallPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What one execution writes. The producer keeps a session's records in order, so the acknowledgement of the last record
 * covers those before it, if none of them failed. After a failure nothing more is sent, because readers would see a
 * gap; what the attempt produced ends before the first event that Kafka does not have.
 */
final class TurnOutput {

    private static final long FIRST_RETRY_MS = 100;
    private static final long LONGEST_RETRY_MS = 5_000;

    private final TurnRecords records;
    private final TurnRecords.Attempt events;
    private final DeltaStream deltas;
    private final Runnable onFailure;
    private volatile Future<RecordMetadata> last;
    private volatile boolean failed;
    private final List<Said> others = new ArrayList<>(); // what is no text; of the deltas' lock until the end
    private StandingText earlier; // null if the attempt begins the answer; written before the first piece
    private int publishedChars; // of the events so far; they come one at a time
    private long writtenSeq = Long.MAX_VALUE; // this and the next guarded by this: where the first lost delta begins
    private int writtenChars;

    /** @param at how much text precedes it, in UTF-16 code units */
    private record Said(ChunkEvent.Part piece, int at) {}

    /** @param onFailure called when Kafka will never have one of the events; on any thread, must not block */
    TurnOutput(TurnJob job, ExecutionContext context, Runnable onFailure) {
        this.records = context.records();
        this.events = records.of(job);
        this.deltas = new DeltaStream(job.attempt(), window(context), context.timer(),
                this::piece);
        this.onFailure = onFailure;
    }

    private static LongSupplier window(ExecutionContext context) {
        long least = context.limits().deltaWindow().toNanos();
        return () -> context.linger().deltaWindowNanos(least);
    }

    void started(Started event) {
        publish(event, 0, 0);
    }

    /** The attempt goes on where the text of earlier ones ends. Called instead of the other, before the first token. */
    void started(Started event, StandingText standing) {
        earlier = standing;
        deltas.continueAfter(standing.text(), standing.seq());
        publishedChars = standing.text().length();
        publish(standing.continuedBy(event), standing.seq(), publishedChars);
    }

    private void piece(ChunkEvent.Part piece) {
        int start = publishedChars;
        if (piece instanceof Delta delta) {
            publishedChars += delta.content().length();
        } else {
            others.add(new Said(piece, start));
        }
        publish(piece, piece.seq(), start);
    }

    void token(String token) {
        deltas.token(token);
    }

    /** @param signature null if there is none */
    void reasoning(String content, String signature) {
        deltas.reasoning(content, signature);
    }

    void toolCall(ToolCallPiece piece) {
        deltas.toolCall(piece);
    }

    void end() {
        deltas.end();
    }

    /** Returns how many pieces there are, or were before one was lost. Final once {@link #awaitPublished} returned. */
    long seq() {
        long all = deltas.seq();
        synchronized (this) {
            return Math.min(all, writtenSeq);
        }
    }

    /** Returns the text of those pieces. */
    String text() {
        String whole = deltas.text();
        synchronized (this) {
            return writtenSeq == Long.MAX_VALUE ? whole : whole.substring(0, writtenChars);
        }
    }

    /** Returns all text that the provider brought, with what was continued: also what Kafka does not have. */
    String produced() {
        return deltas.text();
    }

    /** Returns what those pieces are beside text; null if there is nothing. Called after {@link #end}. */
    List<AnswerPart> parts() {
        long written = seq();
        PartCollector parts = new PartCollector();
        int at = 0;
        if (earlier != null) {
            earlier.pieces().forEach(parts::add);
            at = earlier.text().length();
        }
        for (Said said : others) {
            if (said.piece().seq() < written) {
                parts.text(said.at() - at);
                at = said.at();
                parts.add(said.piece());
            }
        }
        return parts.parts();
    }

    /** Returns the length of the text, in UTF-16 code units. */
    int length() {
        return deltas.length();
    }

    /** Returns the length of all that the answer has, in UTF-16 code units. */
    long size() {
        return deltas.size();
    }

    /**
     * @param seq the number of pieces before the event
     * @param chars the length of their text
     */
    private void publish(ChunkEvent event, long seq, int chars) {
        if (failed) {
            lost(seq, chars);
            return;
        }
        last = events.publish(event, failure -> failed(seq, chars));
    }

    private void failed(long seq, int chars) {
        lost(seq, chars);
        failed = true;
        onFailure.run();
    }

    private synchronized void lost(long seq, int chars) {
        if (seq < writtenSeq) {
            writtenSeq = seq;
            writtenChars = chars;
        }
    }

    /** Blocks until Kafka has acknowledged all events. Returns false when it will never have one of them. */
    boolean awaitPublished() {
        try {
            if (last != null) {
                last.get();
            }
        } catch (ExecutionException refused) {
            failed = true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            failed = true;
        }
        return !failed;
    }

    /**
     * Writes the result, and retries until Kafka has it: a turn must end. If Kafka will never take it, writes one
     * without what was asked, and if need be without what was said: the answer is lost, but must not be paid again.
     * Returns false when told to give up, or when Kafka will not even take that.
     */
    boolean publish(TurnFinished result, BooleanSupplier giveUp) {
        Written written = write(result, giveUp);
        TurnFinished smaller = result.withoutInputText();
        if (written.isRefused() && smaller != result) {
            written = write(smaller, giveUp);
        }
        return switch (written) {
            case YES -> true;
            case NO -> false;
            case TOO_LARGE, NOT_JSON -> write(withoutText(result, written), giveUp) == Written.YES;
        };
    }

    private enum Written {
        YES,
        NO,
        TOO_LARGE,
        NOT_JSON;

        boolean isRefused() {
            return this == TOO_LARGE || this == NOT_JSON;
        }
    }

    private Written write(TurnFinished result, BooleanSupplier giveUp) {
        for (long wait = FIRST_RETRY_MS; !giveUp.getAsBoolean(); wait = Math.min(2 * wait, LONGEST_RETRY_MS)) {
            try {
                records.publish(result).get();
                return Written.YES;
            } catch (ExecutionException | KafkaException notWritten) {
                if (notWritten.getCause() instanceof RecordTooLargeException) {
                    return Written.TOO_LARGE;
                }
                if (!pause(wait)) {
                    return Written.NO;
                }
            } catch (IllegalArgumentException unpairedSurrogate) {
                return Written.NOT_JSON;
            } catch (IllegalStateException closed) {
                return Written.NO;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return Written.NO;
            }
        }
        return Written.NO;
    }

    /** Returns a small result in place of one that cannot be written. A whole answer without its text is a failure. */
    private static TurnFinished withoutText(TurnFinished result, Written reason) {
        boolean whole = result.outcome() instanceof Outcome.Completed done
                && !done.finishReason().equals(FinishReason.CANCELLED);
        Outcome outcome = reason == Written.NOT_JSON
                ? Outcome.failed(ErrorCode.INTERNAL, "The answer could not be written to Kafka.")
                : whole
                        ? Outcome.failed(ErrorCode.ANSWER_TOO_LONG, "The answer is larger than Kafka takes.")
                        : result.outcome();
        return new TurnFinished(result.sessionId(), result.turnId(), result.attempt(), result.owner(), outcome,
                result.seq(), "", result.length(), result.model(), result.provider(), result.timings(),
                result.withoutInputText().input(), result.requestedBy(), null);
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
