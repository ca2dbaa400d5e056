package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.Started;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits the records of a turn that its readers are shown: those of the newest attempt that has started, and the first
 * terminal event. So nothing is shown of a worker that was declared dead and still writes its old attempt: the next
 * attempt, or a seal, is in the log by then.
 *
 * <p>Of an attempt's deltas, only the one that follows the last is admitted. When one is missing, because its worker
 * could not write it, or cannot be read, nothing more of the attempt is shown: its readers wait for the next attempt or
 * the end. An end that claims more deltas than were shown is shown as an error.
 *
 * <p>An attempt that continues the text of earlier ones is one answer with them: its deltas are counted on. It is
 * admitted only to a reader that was shown exactly the deltas that it continues. Not thread-safe.
 */
public final class AttemptFilter implements EventFilter<TurnEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptFilter.class);

    private int attempt;
    private long nextSeq;
    private boolean ended;
    private boolean incomplete;
    private boolean gap; // in the present attempt
    private int sealed; // the last attempt that was given up; 0 if none

    /** Makes the filter of a reader that was shown nothing yet. */
    public AttemptFilter() {
        this(0, 0);
    }

    /**
     * @param attempt the attempt that the reader was shown last; 0 if none
     * @param nextSeq the seq of the attempt's first delta that the reader was not shown
     */
    public AttemptFilter(int attempt, long nextSeq) {
        this.attempt = attempt;
        this.nextSeq = nextSeq;
    }

    @Override
    public Optional<TurnEvent> admit(ChunkRecord next) {
        return next instanceof TurnRecord event ? show(event).map(shown -> shown) : Optional.empty();
    }

    /**
     * Returns the record as which the turn's next record is shown; empty if it is not. Must be called once for each
     * record, in the order of the log.
     */
    public Optional<TurnRecord.Shown> show(TurnRecord next) {
        if (ended) {
            return Optional.empty();
        }
        return switch (next) {
            case TurnRecord.Started started -> start(started) ? Optional.of(started) : Optional.empty();
            case TurnRecord.Delta delta -> follows(delta) ? Optional.of(delta) : Optional.empty();
            case TurnRecord.Sealed seal -> {
                sealed = Math.max(sealed, seal.attempt());
                yield Optional.empty();
            }
            // Only the coordinator writes terminal events. They end the turn, whatever attempt they name.
            case TurnRecord.Done done -> {
                ended = true;
                incomplete = !isWhole(done);
                yield Optional.of(incomplete ? done.incomplete() : done);
            }
            case TurnRecord.Failed failed -> {
                ended = true;
                yield Optional.of(failed);
            }
        };
    }

    /** Returns the attempt that is shown; 0 before the first. */
    public int attempt() {
        return attempt;
    }

    /** Returns the seq of the attempt's first delta that was not shown. */
    public long nextSeq() {
        return nextSeq;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** Returns whether the turn ended as done although the log has not all of its deltas. */
    public boolean incomplete() {
        return incomplete;
    }

    private boolean start(TurnRecord.Started started) {
        if (started.attempt() <= attempt || started.attempt() <= sealed) {
            return false;
        }
        Optional<Started.Continues> continued = started.continued();
        if (continued.filter(earlier -> earlier.seq() != nextSeq).isPresent()) {
            LOG.atWarn().addKeyValue("turn", started.turn()).addKeyValue("attempt", started.attempt())
                    .addKeyValue("offset", started.offset()).addKeyValue("continued", continued.get().seq())
                    .addKeyValue("shown", nextSeq).log("an attempt continues other text; it is not shown");
            return false;
        }
        attempt = started.attempt();
        nextSeq = started.nextSeq();
        gap = false;
        return true;
    }

    private boolean follows(TurnRecord.Delta delta) {
        if (attempt == 0 || delta.attempt() != attempt || attempt <= sealed) {
            return false;
        }
        if (delta.seq() == nextSeq) {
            nextSeq++;
            return true;
        }
        reportGap(delta);
        return false;
    }

    /** Logs the first delta behind a gap. A delta that is there twice is no gap. */
    private void reportGap(TurnRecord.Delta delta) {
        if (!gap && (delta.seq() < 0 || delta.seq() > nextSeq)) {
            gap = true;
            LOG.atWarn().addKeyValue("turn", delta.turn()).addKeyValue("attempt", attempt)
                    .addKeyValue("offset", delta.offset()).addKeyValue("seq", delta.seq())
                    .addKeyValue("expected", nextSeq).log("an attempt has a gap; nothing more of it is shown");
        }
    }

    private boolean isWhole(TurnRecord.Done done) {
        long deltas = done.seq();
        return deltas >= 0 && deltas <= (done.attempt() == attempt ? nextSeq : 0);
    }
}
