package dev.rivulet.local.cli;

/** No gateway is ready. The message is for the user. */
final class NoGatewayException extends RuntimeException {

    NoGatewayException(String message) {
        super(message, null, false, false);
    }
}
