package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener. */
final class Subscription implements LiveTail.Attachment {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final PartitionTail tail;
    private final Selection wanted;
    private final EventLoop loop;
    private final TailListener listener;
    private final long position;
    private List<ChunkRecord> batch; // owned by the tailer's thread
    private boolean detached; // owned by the loop

    Subscription(PartitionTail tail, Selection wanted, EventLoop loop, TailListener listener, long position) {
        this.tail = tail;
        this.wanted = wanted;
        this.loop = loop;
        this.listener = listener;
        this.position = position;
    }

    Selection wanted() {
        return wanted;
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

    /** Tailer's thread. Whether this is the first record of the poll. */
    boolean add(ChunkRecord chunk) {
        boolean first = batch == null;
        if (first) {
            batch = new ArrayList<>(4);
        }
        batch.add(chunk);
        return first;
    }

    /** Tailer's thread. What was added since the last call. */
    List<ChunkRecord> takeBatch() {
        List<ChunkRecord> taken = batch;
        batch = null;
        return taken;
    }

    /** EventLoop. */
    void deliver(List<ChunkRecord> records) {
        guarded(() -> listener.onRecords(records));
    }

    /** EventLoop. */
    void resync() {
        guarded(listener::onResync);
    }

    /** One broken listener must not keep the others of its loop from their events. */
    private void guarded(Runnable call) {
        if (detached) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException fault) {
            LOG.atError().addKeyValue("wanted", wanted).setCause(fault).log("a listener failed and is detached");
            detach();
        }
    }
}
