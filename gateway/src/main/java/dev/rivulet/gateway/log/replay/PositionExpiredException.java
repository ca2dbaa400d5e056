package dev.rivulet.gateway.log.replay;

/** The place to read from has left the log. */
public final class PositionExpiredException extends RuntimeException {

    public PositionExpiredException(long offset) {
        super("offset " + offset + " is not in the log any more", null, false, false);
    }
}
