package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener of one partition, and the batch of records that it gets next. */
final class Subscription implements LiveTail.Attachment {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final PartitionTail tail;
    private final Selection selection;
    private final EventLoop loop;
    private final TailListener listener;
    private final long position;
    private List<ChunkRecord> batch; // null while empty; owned by the tailer's thread
    private boolean detached; // owned by the loop

    Subscription(PartitionTail tail, Selection selection, EventLoop loop, TailListener listener, long position) {
        this.tail = tail;
        this.selection = selection;
        this.loop = loop;
        this.listener = listener;
        this.position = position;
    }

    Selection selection() {
        return selection;
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void detach() {
        if (!detached) {
            detached = true;
            tail.detach(this);
        }
    }

    /** Returns whether this is the first record of the batch. Must be called on the tailer's thread. */
    boolean add(ChunkRecord chunk) {
        boolean first = batch == null;
        if (first) {
            batch = new ArrayList<>(4);
        }
        batch.add(chunk);
        return first;
    }

    /** Returns the records since the last call, at least one. Must be called on the tailer's thread. */
    List<ChunkRecord> takeBatch() {
        List<ChunkRecord> records = batch;
        batch = null;
        return records;
    }

    /** Must be called on the loop. */
    void deliver(List<ChunkRecord> records) {
        callListener(() -> listener.onRecords(records));
    }

    /** Must be called on the loop. */
    void resync() {
        callListener(listener::onResync);
    }

    /** A listener that throws is detached, so that the others of its loop still get their events. */
    private void callListener(Runnable call) {
        if (detached) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException fault) {
            LOG.atError().addKeyValue("wanted", selection).setCause(fault).log("a listener failed and is detached");
            detach();
        }
    }
}
