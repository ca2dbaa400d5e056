package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.schemas.SessionId;
import java.util.function.IntFunction;

/**
 * One reader as a follower of a session, and how many followers it was shown. Belongs to the reader's loop.
 *
 * @param <E> the type of event that the reader is shown
 */
final class CountedFollower<E> {

    private final SessionFollowers followers;
    private final SessionId session;
    private final EventLoop loop;
    private final Runnable changed;
    private final IntFunction<E> event;
    private SessionFollowers.Follower self; // null before it enters
    private int shown;

    /**
     * @param shown the number that it knows; 0 if that is not certain
     * @param changed called on the loop when the number may have changed
     * @param event makes the event that says how many followers there are
     */
    CountedFollower(SessionFollowers followers, SessionId session, EventLoop loop, int shown,
            Runnable changed, IntFunction<E> event) {
        this.followers = followers;
        this.session = session;
        this.loop = loop;
        this.shown = shown;
        this.changed = changed;
        this.event = event;
    }

    /** Counts the reader in. */
    void enter() {
        self = followers.enter(session, loop, changed);
        changed.run();
    }

    /** Counts the reader out. Has no effect if it was not counted in. */
    void leave() {
        if (self != null) {
            self.leave();
            self = null;
        }
    }

    /** Returns whether the number is another than the reader was shown. */
    boolean hasChanged() {
        return self != null && self.readers() != shown;
    }

    /** Returns the event that shows the reader the number. */
    E show() {
        shown = self.readers();
        return event.apply(shown);
    }
}
