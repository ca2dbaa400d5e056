package dev.rivulet.local.chaos.check;

/**
 * A promise that was broken.
 *
 * @param turn its id, or the name of a process
 */
public record BrokenPromise(Promise promise, String turn, String detail) {

    @Override
    public String toString() {
        return promise.label() + ": " + turn + ": " + detail;
    }
}
