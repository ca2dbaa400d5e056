package dev.rivulet.worker.coordinator.streams;

import org.apache.kafka.common.errors.SerializationException;

/**
 * A worker of a later version stored the state in a form that this one cannot read. The state stays as it is; only
 * workers of the later version can coordinate its partition.
 */
public final class LaterStateException extends SerializationException {

    LaterStateException(int version, int newest) {
        super("the stored state of a session has version " + version + ", and this worker reads up to version " + newest
                + ": upgrade this worker");
    }
}
