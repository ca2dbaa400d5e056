package dev.rivulet.bench.capacity.simulation;

import java.util.Arrays;

/**
 * What happens at which time: a binary heap of times and actions. Of several at one time, which comes first depends on
 * what was added before, and on nothing else. For one thread.
 */
final class EventQueue {

    private static final int INITIAL_SIZE = 1 << 10;

    private long[] times = new long[INITIAL_SIZE];
    private Runnable[] actions = new Runnable[INITIAL_SIZE];
    private int size;
    private long now;
    private long handled;

    /** Returns the time of the event that happens, in nanoseconds. */
    long now() {
        return now;
    }

    /** Returns how many events have happened. */
    long handled() {
        return handled;
    }

    /** Has something happen after so many nanoseconds. */
    void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** Has something happen at a time, which is not in the past. */
    void at(long time, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        int hole = size++;
        while (hole > 0 && times[(hole - 1) >>> 1] > time) {
            move((hole - 1) >>> 1, hole);
            hole = (hole - 1) >>> 1;
        }
        times[hole] = time;
        actions[hole] = action;
    }

    /** Lets everything happen until a time, or until nothing is left. */
    void runUntil(long end) {
        while (size > 0 && times[0] <= end) {
            now = times[0];
            Runnable next = actions[0];
            removeFirst();
            handled++;
            next.run();
        }
        now = Math.max(now, end);
    }

    private void removeFirst() {
        size--;
        long time = times[size];
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        move(size, hole);
        actions[size] = null;
    }

    private void move(int from, int to) {
        times[to] = times[from];
        actions[to] = actions[from];
    }
}
