package dev.rivulet.gateway.server;

/** The port cannot be bound. The message is a sentence for the operator; the process stops with it. */
public final class CannotListenException extends RuntimeException {

    /** @param settings what sets another port */
    CannotListenException(String host, int port, String settings, Throwable cause) {
        super("cannot listen on " + host + ":" + port + " (" + cause.getMessage() + "); " + settings
                + " sets another", cause);
    }
}
