package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.tail.LiveTail.Attachment;
import dev.rivulet.gateway.log.tail.LiveTail.Lease;
import dev.rivulet.gateway.log.tail.TailListener;
import dev.rivulet.gateway.log.tail.Truncation;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes one reader to the log: shows it the events that a filter admits, first those in the log, then the live
 * ones of the tail, without gap or duplicate.
 *
 * <p>It reads the log up to the tail's position, attaches to the tail, reads the records that were written in between
 * while it buffers live ones, and then follows the tail. A reader whose sink is {@link EventSink#full() full} is
 * detached from the tail. When its sink has drained, it reads the log again from its own position. So a slow reader
 * costs one bounded buffer. It keeps its partition being read until it is closed.
 *
 * <p>All methods must be called on the reader's loop, which owns all fields.
 *
 * @param <E> the type of event that the reader is shown
 */
public final class LogSubscriber<E extends ShownEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(LogSubscriber.class);

    /**
     * The most data in one write or one page, in bytes. A slow reader's buffer can exceed its bound by this much, or by
     * three times as much if events are short, since their frames are larger than their data.
     */
    private static final int PAGE_BYTES = 16 << 10;

    private final EventLog log;
    private final EventLoop loop;
    private final EventSink<E> sink;
    private final GatewayMeters meters;
    private final EventWriter<E> writer;
    private final PageReader pages;
    private SubscriberState state = new SubscriberState.Idle();
    private Lease lease; // null until the partition is needed
    private Truncation known = Truncation.NONE; // the last one when the position was last known to exist

    public LogSubscriber(EventLog log, EventLoop loop, EventSink<E> sink, GatewayMeters meters) {
        this.log = log;
        this.loop = loop;
        this.sink = sink;
        this.meters = meters;
        this.writer = new EventWriter<>(sink, meters, PAGE_BYTES);
        this.pages = new PageReader(log, loop, PAGE_BYTES, new Pages());
    }

    /**
     * Attaches to the tail. Called before a turn is published, so that no event of it is missed. Shows nothing yet.
     *
     * @return completes when it is attached: at once if the partition is read here, otherwise on the loop. The caller
     *     may complete or cancel it
     */
    public CompletableFuture<Void> attach() {
        CompletableFuture<Void> attached = new CompletableFuture<>();
        known = log.truncation();
        whenRead(() -> {
            if (!hasEnded()) {
                Attachment attachment = attachToTail();
                writer.skipTo(attachment.position());
                enter(new SubscriberState.Attached(this, attachment));
            }
            attached.complete(null);
        });
        return attached;
    }

    /** Shows the events since {@link #attach()} that a filter admits. */
    public void begin(EventFilter<E> filter) {
        writer.filterBy(filter);
        state.begin();
    }

    /** Shows the events from an offset on that a filter admits. */
    public void beginAt(long offset, EventFilter<E> filter) {
        known = log.truncation();
        writer.skipTo(offset);
        writer.filterBy(filter);
        whenRead(() -> {
            if (!hasEnded()) {
                replay();
            }
        });
    }

    /** Continues: the sink that was full has room again. */
    public void drained() {
        state.drained();
    }

    /** Ends the subscription. Has no effect when called again. */
    public void close() {
        if (!hasEnded()) {
            enter(new SubscriberState.Ended());
            pages.cancel();
            if (lease != null) {
                lease.close();
            }
            sink.release();
        }
    }

    /** Takes the first step when the tail reads the partition: now if it does already, or if the subscription ended. */
    private void whenRead(Runnable first) {
        if (lease == null && !hasEnded()) {
            lease = log.lease();
        }
        CompletableFuture<Void> ready = hasEnded() ? CompletableFuture.completedFuture(null) : lease.ready();
        if (ready.isDone()) {
            first.run();
        } else {
            ready.thenRun(() -> loop.execute(first));
        }
    }

    private boolean hasEnded() {
        return state instanceof SubscriberState.Ended;
    }

    /** Returns the first offset that was not processed yet. */
    long next() {
        return writer.next();
    }

    long tailPosition() {
        return log.tailPosition();
    }

    Attachment attachToTail() {
        return log.attach(loop, new Tail());
    }

    void enter(SubscriberState next) {
        state.leave(next);
        state = next;
    }

    /** Enters a state and takes its first step. */
    void advanceTo(SubscriberState next) {
        enter(next);
        state.advance();
    }

    /** Reads the log from the reader's position on. */
    void replay() {
        meters.replayStarted();
        advanceTo(new SubscriberState.Replaying(this));
    }

    void readTo(long end) {
        pages.read(writer.next(), end);
    }

    /** Returns whether the reader's position still exists. If it does not, the stream has failed. */
    boolean requirePosition() {
        Truncation last = log.truncation();
        if (!last.keeps(writer.next(), known)) {
            truncated();
            return false;
        }
        known = last;
        return true;
    }

    /** Requests the log's end from Kafka. The stream fails if the reader's position is beyond it. */
    void checkEnd() {
        pages.readEnd();
    }

    /** Detaches a reader that is too slow from the tail. */
    void leaveTail() {
        meters.readerLagged();
        pages.cancel();
        enter(new SubscriberState.Lagging(this));
    }

    /** Returns whether all records were processed: false if the sink is full or the stream has ended. */
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

    private void truncated() {
        expired("The log was truncated or created anew: the position does not exist any more.");
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
                truncated();
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
