package dev.rivulet.worker.salvage;

/** Finds out what lost attempts had produced, and writes their results with it. */
@FunctionalInterface
public interface Salvage {

    /** Takes an order; never blocks. The result follows in the log, unless this process ends before. */
    void order(LostAttempt attempt);
}
