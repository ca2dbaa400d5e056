package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;

/** The port cannot be bound. The message is a sentence for the operator; the process stops with it. */
public final class CannotListenException extends RuntimeException {

    CannotListenException(HttpConfig http, Throwable cause) {
        super("cannot listen on " + http.host() + ":" + http.port() + " (" + cause.getMessage()
                + "); rivulet.http.port or RIVULET_HTTP_PORT sets another", cause);
    }
}
