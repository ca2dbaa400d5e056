package dev.rivulet.local.repartition;

/** The sessions were not copied, or not all of them. The message is for the user. */
public final class RepartitionException extends RuntimeException {

    RepartitionException(String message) {
        super(message, null, false, false);
    }
}
