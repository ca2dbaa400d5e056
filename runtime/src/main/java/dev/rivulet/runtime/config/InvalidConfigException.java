package dev.rivulet.runtime.config;

/** The configuration cannot be used. The message is a sentence for the operator; a process stops with it. */
public final class InvalidConfigException extends RuntimeException {

    public InvalidConfigException(String message) {
        super(message);
    }
}
