package dev.rivulet.gateway.log.replay;

/** The offset to read from is no longer in the log. */
public final class PositionExpiredException extends RuntimeException {

    public PositionExpiredException(long offset) {
        super("offset " + offset + " is not in the log any more", null, false, false);
    }
}
