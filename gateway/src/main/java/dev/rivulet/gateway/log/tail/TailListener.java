package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.loop.EventLoop;
import java.util.List;

/** Gets records as they arrive. Called on the {@link EventLoop} that it was attached with. */
public interface TailListener {

    /** Records of one poll arrived, in the order of the log. */
    void onRecords(List<ChunkRecord> records);

    /**
     * The tail lost its position. Records may have been skipped: the listener must read the log from its own position.
     */
    void onResync();
}
