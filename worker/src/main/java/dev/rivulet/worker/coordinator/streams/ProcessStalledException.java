package dev.rivulet.worker.coordinator.streams;

/**
 * The process was stalled for so long that its partitions may be assigned to another worker: it must not write state
 * any more.
 */
final class ProcessStalledException extends RuntimeException {

    ProcessStalledException() {
        super("this process was stalled: its partitions may be assigned to another worker by now");
    }
}
