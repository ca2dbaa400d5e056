package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.loop.EventLoop;
import java.util.List;

/** Who wants events as they come. Called on the {@link EventLoop} it was attached with. */
public interface TailListener {

    /** The events of one poll, in the order of the log. */
    void onRecords(List<ChunkRecord> records);

    /** The tail lost its place: events may have been passed over and must be read again from where the listener is. */
    void onResync();
}
