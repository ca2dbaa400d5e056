package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.Slice;
import dev.rivulet.gateway.log.tail.LiveTail.Attachment;
import dev.rivulet.gateway.log.tail.TailListener;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.StreamState.Ended;
import dev.rivulet.gateway.stream.StreamState.Idle;
import dev.rivulet.gateway.stream.StreamState.Joining;
import dev.rivulet.gateway.stream.StreamState.Lagging;
import dev.rivulet.gateway.stream.StreamState.Live;
import dev.rivulet.gateway.stream.StreamState.Replaying;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of a turn, or of all turns of a session: joins the log and its live end without gap or duplicate, and shows the events that the fence
 * lets through.
 *
 * <p>It reads the log up to where the tail is, attaches there, reads the little that came in between while it keeps what
 * arrives live, and then follows the tail. A reader that falls behind ({@link EventSink#full()}) is detached, and begins
 * again from where it was when it has caught up: so it costs one bounded buffer, however slow it is.
 *
 * <p>All methods are to be called on the stream's loop, and all fields belong to it.
 */
public final class LogSubscriber implements TailListener {

    private static final Logger LOG = LoggerFactory.getLogger(LogSubscriber.class);
    /**
     * Of events' data, in one write or one read of the log: what a slow reader can have waiting beyond its bound. Frames
     * of short events are three times their data.
     */
    private static final int PAGE_BYTES = 16 << 10;
    private static final Duration RETRY = Duration.ofMillis(250);

    private final EventLog log;
    private final EventLoop loop;
    private final EventSink sink;
    private final GatewayMeters meters;
    private StreamState state = new Idle();
    private EventFilter fence = new AttemptFilter(0);
    private boolean begun;
    private long next; // the first offset that was not yet looked at
    private int read; // the number of the read that may still bring something; others are void
    private int shown; // since the last flush
    private int shownBytes; // of data, since the last flush

    public LogSubscriber(EventLog log, EventLoop loop, EventSink sink, GatewayMeters meters) {
        this.log = log;
        this.loop = loop;
        this.sink = sink;
        this.meters = meters;
    }

    /** Subscribes to a turn that is not published yet, so that no event of it can be missed. Nothing is shown so far. */
    public void subscribe() {
        Attachment attachment = log.attach(loop, this);
        next = attachment.position();
        state = new Joining(attachment, new JoinBuffer());
    }

    /** Begins to show what {@link #subscribe()} brings. */
    public void begin() {
        begun = true;
        advance();
    }

    /** Begins to show what comes of a turn from a place in the log on. */
    public void beginAt(StartPosition.From place) {
        beginAt(place.offset(), new AttemptFilter(place.attempt()));
    }

    /** Begins to show what comes from an offset on and gets past a fence. */
    public void beginAt(long offset, EventFilter rules) {
        next = offset;
        fence = rules;
        begun = true;
        replay();
    }

    /** The reader has caught up. */
    public void drained() {
        switch (state) {
            case Lagging lagging -> replay();
            case Live live -> guarded(sink::caughtUp);
            case Idle idle -> {
            }
            case Replaying replaying -> {
            }
            case Joining joining -> {
            }
            case Ended ended -> {
            }
        }
    }

    /** The reader is gone: nothing is shown any more. */
    public void close() {
        if (!(state instanceof Ended)) {
            detach();
            state = new Ended();
            read++;
            sink.release();
        }
    }

    @Override
    public void onRecords(List<ChunkRecord> records) {
        switch (state) {
            case Live live -> show(records);
            case Joining joining -> {
                if (!joining.kept().add(records)) {
                    // What is being read goes on; after it there is more to read.
                    detach();
                    state = new Replaying();
                }
            }
            case Idle idle -> {
            }
            case Replaying replaying -> {
            }
            case Lagging lagging -> {
            }
            case Ended ended -> {
            }
        }
    }

    @Override
    public void onResync() {
        if (!(state instanceof Ended)) {
            replay();
        }
    }

    private void replay() {
        detach();
        state = new Replaying();
        meters.replayBegan();
        advance();
    }

    /** The next step towards the tail. */
    private void advance() {
        if (!begun) {
            return;
        }
        switch (state) {
            case Replaying replaying -> {
                long tail = log.tailPosition();
                if (next < tail) {
                    readTo(tail);
                } else {
                    state = new Joining(log.attach(loop, this), new JoinBuffer());
                    advance();
                }
            }
            case Joining joining -> {
                if (next < joining.attachment().position()) {
                    readTo(joining.attachment().position());
                } else {
                    state = new Live(joining.attachment());
                    if (show(joining.kept().records())) {
                        guarded(sink::caughtUp);
                    }
                }
            }
            case Idle idle -> {
            }
            case Live live -> {
            }
            case Lagging lagging -> {
            }
            case Ended ended -> {
            }
        }
    }

    private void readTo(long end) {
        int number = ++read;
        log.read(next, end, PAGE_BYTES).whenComplete((slice, failure) -> loop.execute(() -> {
            if (number == read) {
                onSlice(slice, failure);
            }
        }));
    }

    private void onSlice(Slice<ChunkRecord> slice, Throwable failure) {
        if (failure != null) {
            onReadFailure(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
            return;
        }
        boolean progress = slice.next() > next;
        if (show(slice.found())) {
            next = Math.max(next, slice.next());
        }
        if (progress) {
            advance();
        } else {
            retry();
        }
    }

    private void onReadFailure(Throwable failure) {
        if (failure instanceof PositionExpiredException) {
            fail(new ProblemException(ProblemCode.CURSOR_EXPIRED,
                    "The events that follow have left Kafka's retention.", null));
        } else {
            // The brokers are away, or this process stops: the stream waits and goes on.
            retry();
        }
    }

    private void retry() {
        int number = ++read;
        loop.after(RETRY, () -> {
            if (number == read) {
                advance();
            }
        });
    }

    /** Whether all of them were looked at: a reader that is full takes no more, nor does one that is at its end. */
    private boolean show(List<ChunkRecord> records) {
        try {
            for (ChunkRecord chunk : records) {
                if (show(chunk)) {
                    flush();
                    close();
                    sink.end();
                    return false;
                }
                // A sink that shares its connection can be full at any time.
                if ((shownBytes >= PAGE_BYTES || sink.full()) && flushedFull()) {
                    return false;
                }
            }
            flushedFull();
            return true;
        } catch (RuntimeException fault) {
            failed(fault);
            return false;
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException fault) {
            failed(fault);
        }
    }

    private void failed(RuntimeException fault) {
        LOG.atError().addKeyValue("of", log.selection()).setCause(fault).log("a stream failed");
        fail(ProblemException.internal());
    }

    /** Sends what was shown; whether the reader now has to catch up first. */
    private boolean flushedFull() {
        flush();
        if (!sink.full()) {
            return false;
        }
        if (!(state instanceof Replaying)) {
            meters.readerLags();
        }
        detach();
        state = new Lagging();
        read++;
        return true;
    }

    /** Whether that was the last. */
    private boolean show(ChunkRecord chunk) {
        if (chunk.offset() < next) {
            return false;
        }
        next = chunk.offset() + 1;
        Optional<? extends ShownEvent> event = fence.admit(chunk);
        if (event.isEmpty()) {
            return false;
        }
        shown++;
        shownBytes += chunk.value().length;
        return !sink.event(event.get()) || fence.ended();
    }

    private void flush() {
        if (shown > 0) {
            meters.relayed(shown);
            shown = 0;
            shownBytes = 0;
            sink.flush();
        }
    }

    private void fail(ProblemException problem) {
        close();
        sink.fail(problem);
    }

    private void detach() {
        switch (state) {
            case Joining joining -> joining.attachment().detach();
            case Live live -> live.attachment().detach();
            case Idle idle -> {
            }
            case Replaying replaying -> {
            }
            case Lagging lagging -> {
            }
            case Ended ended -> {
            }
        }
    }
}
