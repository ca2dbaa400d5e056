package dev.rivulet.bench.fleet;

/** A process of the measurement did not start or did not live. The message is for the user. */
public final class FleetException extends RuntimeException {

    public FleetException(String message) {
        super(message);
    }
}
