package dev.rivulet.testkit.llm;

import io.vertx.core.Vertx;

/**
 * A timer wheel for one event loop: thousands of streams share one coarse timer. A stream is its own entry, so that
 * scheduling a token allocates nothing. Must be used on that event loop.
 */
final class TimerWheel {

    private static final long TICK_MILLIS = 2;
    private static final long TICK_NANOS = TICK_MILLIS * 1_000_000;
    private static final int SLOTS = 1_024;

    private final Vertx vertx;
    private final long origin = System.nanoTime();
    private final Entry[] slots = new Entry[SLOTS];
    private long tick;
    private int waiting;
    private boolean ticking;
    private long timer;

    TimerWheel(Vertx vertx) {
        this.vertx = vertx;
    }

    /** A task that can be scheduled again and again, but for one time at once. */
    abstract static class Entry {
        private Entry next;
        private long due;

        abstract void fire();
    }

    /** Calls the entry at this {@link System#nanoTime()}, or up to one tick later. */
    void schedule(Entry entry, long nanoTime) {
        waiting++;
        if (!ticking) {
            ticking = true;
            tick = ticksAt(System.nanoTime());
            timer = vertx.setPeriodic(TICK_MILLIS, id -> advance());
        }
        entry.due = Math.max(tick + 1, ticksAt(nanoTime + TICK_NANOS - 1));
        push(entry);
    }

    private void push(Entry entry) {
        int slot = (int) (entry.due % SLOTS);
        entry.next = slots[slot];
        slots[slot] = entry;
    }

    private void advance() {
        long now = ticksAt(System.nanoTime());
        while (tick < now && waiting > 0) {
            tick++;
            int slot = (int) (tick % SLOTS);
            Entry entry = slots[slot];
            slots[slot] = null;
            while (entry != null) {
                Entry next = entry.next;
                entry.next = null;
                fireOrKeep(entry);
                entry = next;
            }
        }
        if (waiting == 0) {
            // An idle simulator has no timer.
            vertx.cancelTimer(timer);
            ticking = false;
        }
    }

    private void fireOrKeep(Entry entry) {
        if (entry.due > tick) {
            push(entry); // due in a later round of the wheel
            return;
        }
        waiting--;
        entry.fire();
    }

    private long ticksAt(long nanoTime) {
        return (nanoTime - origin) / TICK_NANOS;
    }
}
