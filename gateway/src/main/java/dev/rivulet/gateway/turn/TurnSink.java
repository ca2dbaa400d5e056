package dev.rivulet.gateway.turn;

import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.relay.ChunkRecord;

/** Where a {@link TurnStream} puts what it shows. Called on the stream's loop. */
public interface TurnSink {

    /**
     * The next event. It need not go out before {@link #flush()}, so that several become one write.
     *
     * @return whether more can follow; after a terminal nothing does in any case
     */
    boolean event(ChunkRecord event);

    /** Sends what came since the last call. */
    void flush();

    /** Whether the reader is behind by as much as it may be; it calls {@link TurnStream#drained()} when it has caught up. */
    boolean full();

    /** All was shown. Nothing is called after this. */
    void end();

    /** The stream cannot go on, though the turn may. Nothing is called after this. */
    void fail(ProblemException problem);
}
