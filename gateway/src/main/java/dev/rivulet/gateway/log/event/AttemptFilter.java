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
 * <p>Of an attempt's pieces, only the one that follows the last is admitted. When one is missing, because its worker
 * could not write it, or cannot be read, nothing more of the attempt is shown: its readers wait for the next attempt or
 * the end. An end that claims more of them than were shown is shown as an error.
 *
 * <p>An attempt that continues the text of earlier ones is one answer with them: its pieces are counted on. It is
 * admitted only to a reader that was shown exactly those that it continues. Not thread-safe.
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
     * @param nextSeq the seq of the attempt's first piece that the reader was not shown
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
            case TurnRecord.Part part -> follows(part) ? Optional.of(part) : Optional.empty();
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

    /** Returns the seq of the attempt's first piece that was not shown. */
    public long nextSeq() {
        return nextSeq;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** Returns whether the turn ended as done although the log has not all of its pieces. */
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

    private boolean follows(TurnRecord.Part part) {
        if (attempt == 0 || part.attempt() != attempt || attempt <= sealed) {
            return false;
        }
        if (part.seq() == nextSeq) {
            nextSeq++;
            return true;
        }
        reportGap(part);
        return false;
    }

    /** Logs the first piece behind a gap. One that is there twice is no gap. */
    private void reportGap(TurnRecord.Part part) {
        if (!gap && (part.seq() < 0 || part.seq() > nextSeq)) {
            gap = true;
            LOG.atWarn().addKeyValue("turn", part.turn()).addKeyValue("attempt", attempt)
                    .addKeyValue("offset", part.offset()).addKeyValue("seq", part.seq())
                    .addKeyValue("expected", nextSeq).log("an attempt has a gap; nothing more of it is shown");
        }
    }

    private boolean isWhole(TurnRecord.Done done) {
        long pieces = done.seq();
        return pieces >= 0 && pieces <= (done.attempt() == attempt ? nextSeq : 0);
    }
}
