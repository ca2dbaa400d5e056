package dev.rivulet.local.show;

import dev.rivulet.local.process.ProcessSlot;
import dev.rivulet.testkit.process.ProcessException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A process that is started again, after a pause, whenever it ends. A virtual thread of its own starts it and waits for
 * its end. Thread-safe.
 */
final class RestartedProcess {

    private static final Duration CHECK = Duration.ofMinutes(1);

    private final ProcessSlot slot;
    private final Duration pause;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private State state = State.DOWN; // guarded by this
    private long startsAt; // System.nanoTime() of the next start, while it is down; guarded by this
    private boolean stopping; // guarded by this
    private boolean started; // guarded by this
    private String workerId = ""; // of the process that runs; guarded by this

    /** What a process does. */
    enum State {
        STARTING,
        RUNNING,
        DOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param pause between an end and the next start */
    RestartedProcess(ProcessSlot slot, Duration pause) {
        this.slot = slot;
        this.pause = pause;
    }

    String name() {
        return slot.name();
    }

    /** Starts it for the first time; returns at once. */
    void start() {
        Thread.ofVirtual().name(slot.name()).start(this::run);
    }

    /**
     * Waits until it is ready for the first time.
     *
     * @throws ProcessException if it ended before that, or took too long
     */
    void awaitReady() throws InterruptedException {
        try {
            firstReady.get();
        } catch (ExecutionException failure) {
            throw new ProcessException(failure.getCause().getMessage());
        }
    }

    private void run() {
        try {
            while (startNext()) {
                try {
                    slot.awaitReady();
                    ready();
                } catch (ProcessException endedOrHangs) {
                    if (firstReady.completeExceptionally(endedOrHangs)) {
                        return;
                    }
                    slot.kill();
                }
                awaitEnd();
                pauseBeforeNext();
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            firstReady.completeExceptionally(failure);
            throw failure;
        }
    }

    private synchronized boolean startNext() {
        if (stopping) {
            return false;
        }
        slot.start();
        workerId = "";
        started = true;
        state = State.STARTING;
        return true;
    }

    private synchronized void ready() {
        state = State.RUNNING;
        firstReady.complete(null);
    }

    private void awaitEnd() throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            ended = slot.awaitEnd(CHECK);
        }
    }

    private synchronized void pauseBeforeNext() throws InterruptedException {
        state = State.DOWN;
        startsAt = System.nanoTime() + pause.toNanos();
        for (long left = pause.toMillis(); left > 0 && !stopping; left = millisToStart()) {
            wait(left);
        }
    }

    private long millisToStart() {
        return Math.max(0, (startsAt - System.nanoTime()) / 1_000_000);
    }

    synchronized State state() {
        return state;
    }

    /** Returns the milliseconds until it is started; empty unless it is down. */
    synchronized OptionalLong startsInMs() {
        return state == State.DOWN ? OptionalLong.of(millisToStart()) : OptionalLong.empty();
    }

    /** Returns the id that the worker generated; empty if it is not known yet, or this is no worker. */
    synchronized String workerId() {
        if (workerId.isEmpty() && started) {
            workerId = slot.workerId();
        }
        return workerId;
    }

    /**
     * Kills it with SIGKILL; it is started again after the pause.
     *
     * @return false if it does not run
     */
    synchronized boolean kill() {
        if (state != State.RUNNING) {
            return false;
        }
        try {
            slot.kill();
        } catch (InterruptedException toldToEnd) {
            Thread.currentThread().interrupt();
        }
        state = State.DOWN;
        startsAt = System.nanoTime() + pause.toNanos();
        return true;
    }

    /** Tells it to end (SIGTERM), and starts it no more; returns at once. */
    synchronized void stop() {
        stopping = true;
        notifyAll();
        if (started) {
            slot.drain();
        }
    }

    /** Waits until it has ended after {@link #stop}; kills it after {@code patience}. */
    void awaitStopped(Duration patience) {
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        try {
            slot.awaitEnd(patience);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        slot.end();
    }
}
