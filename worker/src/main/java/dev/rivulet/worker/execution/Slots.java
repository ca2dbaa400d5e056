package dev.rivulet.worker.execution;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The places of a worker: how many executions run at once. First come, first served. */
final class Slots {

    private final Semaphore places;
    private final Duration deadline;

    Slots(int places, Duration deadline) {
        this.places = new Semaphore(places, true);
        this.deadline = deadline;
    }

    /** Waits for a place. False when the turn's queue deadline passed, or the thread was interrupted. */
    boolean enter(TurnJob job) {
        long waited = Math.max(0, System.currentTimeMillis() - job.turn().timestamp());
        try {
            return places.tryAcquire(Math.max(1, deadline.toMillis() - waited), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    void leave() {
        places.release();
    }

    int waiting() {
        return places.getQueueLength();
    }
}
