package dev.rivulet.worker.coordinator.streams;

/** The process stood still for so long that its coordinators may have been replaced; they must not write. */
final class ProcessStalledException extends RuntimeException {

    ProcessStalledException() {
        super("this process stood still: another worker may coordinate by now");
    }
}
