package dev.rivulet.client;

/** No gateway could be reached, or kept, in as many tries in a row as the client may make. The turn may go on. */
public final class ConnectionLostException extends RivuletException {

    private final int tries;

    ConnectionLostException(int tries, Throwable last, ReadProgress progress) {
        super("given up after " + tries + " tries: " + last.getMessage(), last, progress);
        this.tries = tries;
    }

    /** How many were made since an event came last. */
    public int tries() {
        return tries;
    }
}
