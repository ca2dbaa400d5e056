package dev.rivulet.worker.coordinator;

import java.time.Duration;

/** A coordinator stood still for so long that it may have been replaced; it must not write. */
final class StoodStillException extends RuntimeException {

    StoodStillException(Duration gap) {
        super("stood still for " + gap.toMillis() + " ms: another worker may coordinate by now");
    }
}
