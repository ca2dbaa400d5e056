package dev.rivulet.local.cli;

/** There is no gateway to talk to; the message is a sentence for whoever typed the command. */
final class NoGatewayException extends RuntimeException {

    NoGatewayException(String message) {
        super(message, null, false, false);
    }
}
