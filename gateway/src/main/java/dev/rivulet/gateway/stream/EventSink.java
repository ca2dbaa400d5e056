package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;

/** Where a {@link LogSubscriber} puts what it shows. Called on the stream's loop. */
public interface EventSink {

    /**
     * The next event. It need not go out before {@link #flush()}, so that several become one write.
     *
     * @return whether more can follow: false only for a {@code started} or a terminal, after which nothing does in any
     *     case
     */
    boolean event(ShownEvent event);

    /** Sends what came since the last call. */
    void flush();

    /** Whether the reader is behind by as much as it may be; it calls {@link LogSubscriber#drained()} when it has caught up. */
    boolean full();

    /**
     * All that is in the log was shown, and the reader is not full: what follows is shown as it happens. Called again
     * when a reader that was behind has caught up.
     */
    default void caughtUp() {}

    /** The stream is over, for whatever reason, and shows nothing more. What is held, timers too, is to be let go. */
    default void release() {}

    /** All was shown. Nothing is called after this. */
    void end();

    /** The stream cannot go on, though the turn may. Nothing is called after this. */
    void fail(ProblemException problem);
}
