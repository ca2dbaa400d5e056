package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.tail.LiveTail.Attachment;
import dev.rivulet.gateway.log.tail.TailListener;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes one reader to its events: joins the log and its live end without gap or duplicate, and shows the events that
 * a filter admits.
 *
 * <p>It reads the log up to the tail's position, attaches to the tail there, reads the little that came in between while
 * it keeps what arrives live, and then follows the tail. A reader that falls behind ({@link EventSink#full()}) is
 * detached, and continues from where it was when it has caught up: so it costs one bounded buffer, however slow it is.
 *
 * <p>All methods must be called on the reader's loop, which owns all fields.
 *
 * @param <E> the kind of event that the reader is shown
 */
public final class LogSubscriber<E extends ShownEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(LogSubscriber.class);

    /**
     * Of events' data, in one write or one page: what a slow reader can have waiting beyond its bound. Frames of short
     * events are three times their data.
     */
    private static final int PAGE_BYTES = 16 << 10;

    private final EventLog log;
    private final EventLoop loop;
    private final EventSink<E> sink;
    private final GatewayMeters meters;
    private final EventWriter<E> writer;
    private final PageReader pages;
    private SubscriberState state = new SubscriberState.Idle();

    public LogSubscriber(EventLog log, EventLoop loop, EventSink<E> sink, GatewayMeters meters) {
        this.log = log;
        this.loop = loop;
        this.sink = sink;
        this.meters = meters;
        this.writer = new EventWriter<>(sink, meters, PAGE_BYTES);
        this.pages = new PageReader(log, loop, PAGE_BYTES, new Pages());
    }

    /** Attaches to the tail before a turn is published, so that no event of it can be missed. Shows nothing yet. */
    public void attach() {
        Attachment attachment = attachToTail();
        writer.skipTo(attachment.position());
        enter(new SubscriberState.Attached(this, attachment));
    }

    /** Begins to show the events since {@link #attach()} that a filter admits. */
    public void begin(EventFilter<E> filter) {
        writer.admitBy(filter);
        state.begin();
    }

    /** Begins to show the events from an offset on that a filter admits. */
    public void beginAt(long offset, EventFilter<E> filter) {
        writer.skipTo(offset);
        writer.admitBy(filter);
        replay();
    }

    /** The reader has caught up. */
    public void drained() {
        state.drained();
    }

    /** Shows nothing any more. Has no effect when called again. */
    public void close() {
        if (!(state instanceof SubscriberState.Ended)) {
            enter(new SubscriberState.Ended());
            pages.cancel();
            sink.release();
        }
    }

    /** The first offset that was not yet looked at. */
    long next() {
        return writer.next();
    }

    long tailPosition() {
        return log.tailPosition();
    }

    Attachment attachToTail() {
        return log.attach(loop, new Tail());
    }

    void enter(SubscriberState following) {
        state.leave(following);
        state = following;
    }

    void advanceTo(SubscriberState following) {
        enter(following);
        state.advance();
    }

    /** Reads the log from where the reader is. */
    void replay() {
        meters.replayStarted();
        advanceTo(new SubscriberState.Replaying(this));
    }

    void readTo(long end) {
        pages.read(writer.next(), end);
    }

    /** Asks Kafka where the log ends. A reader beyond that is told that its position does not exist. */
    void checkEnd() {
        pages.readEnd();
    }

    /** The reader was at the tail and is too slow for it. */
    void leaveTail() {
        meters.readerLagged();
        pages.cancel();
        enter(new SubscriberState.Lagging(this));
    }

    /** Returns whether all records were looked at. A reader that is full takes no more, nor does one at its end. */
    boolean show(List<ChunkRecord> records) {
        try {
            return switch (writer.write(records)) {
                case ALL -> true;
                case FULL -> {
                    state.onFull();
                    yield false;
                }
                case LAST -> {
                    close();
                    sink.end();
                    yield false;
                }
            };
        } catch (RuntimeException fault) {
            failed(fault);
            return false;
        }
    }

    void caughtUp() {
        try {
            sink.caughtUp();
        } catch (RuntimeException fault) {
            failed(fault);
        }
    }

    private void failed(RuntimeException fault) {
        LOG.atError().addKeyValue("of", log.selection()).setCause(fault).log("a stream failed");
        fail(ProblemException.internal());
    }

    private void expired(String detail) {
        fail(new ProblemException(ProblemCode.CURSOR_EXPIRED, detail, null));
    }

    private void fail(ProblemException problem) {
        close();
        sink.fail(problem);
    }

    private final class Tail implements TailListener {

        @Override
        public void onRecords(List<ChunkRecord> records) {
            state.onRecords(records);
        }

        @Override
        public void onResync() {
            state.onResync();
        }
    }

    private final class Pages implements PageReader.Listener {

        @Override
        public void onPage(List<ChunkRecord> records, long next) {
            if (show(records)) {
                writer.skipTo(Math.max(writer.next(), next));
            }
            state.advance();
        }

        @Override
        public void onEnd(long end) {
            if (end < writer.next()) {
                expired("The log was truncated or created anew: the position does not exist any more.");
            } else {
                state.onEndChecked();
            }
        }

        @Override
        public void onExpired() {
            expired("The events that follow have left Kafka's retention.");
        }

        @Override
        public void onRetry() {
            state.advance();
        }
    }
}
