package dev.rivulet.client;

/**
 * No gateway could be reached, or no connection kept, for {@link RivuletClientBuilder#maxTries} tries in a row. The
 * turn itself may continue.
 */
public final class ConnectionLostException extends RivuletException {

    private final int tries;

    ConnectionLostException(int tries, Throwable last, ReadProgress progress) {
        super("given up after " + tries + " tries: " + last.getMessage(), last, progress);
        this.tries = tries;
    }

    /** Returns the number of failed tries since the last event. */
    public int tries() {
        return tries;
    }
}
