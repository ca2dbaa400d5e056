package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.schemas.TurnId;

/**
 * One client's stream in the books: it is counted while it is open, and turns that need readers know of it. Belongs to its
 * loop.
 *
 * @param turn null when it is not the stream of one turn
 */
public record Visit(Desk desk, TurnId turn) {

    /** Of one that follows a session: its turns do not depend on it. */
    public static Visit ofSession(Desk desk) {
        return new Visit(desk, null);
    }

    /** The client is there. To be followed by exactly one of the others. */
    public void begin() {
        if (turn != null) {
            desk.services().attendance().enter(turn);
        }
        desk.services().meters().streamOpened();
    }

    /** The turn has ended. */
    public void turnEnded() {
        desk.services().attendance().forget(turn);
        desk.services().meters().streamClosed();
    }

    /** The stream is over, and may be asked for again. */
    public void left() {
        if (turn != null) {
            desk.services().attendance().leave(turn, desk.loop());
        }
        desk.services().meters().streamClosed();
    }

    /** The process stops: the client reads on elsewhere. */
    public void stopped() {
        desk.services().meters().streamClosed();
    }
}
