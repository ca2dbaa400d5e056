package dev.rivulet.gateway.quota;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The turns that count as open, from before they are submitted until their end is seen. One whose end is not seen
 * counts until it is too old: the log was truncated, or it had ended before it was submitted again. Thread-safe.
 */
final class OpenTurns {

    private final long maxAge; // nanoseconds
    private final LongSupplier clock;
    private final Map<SessionTurn, Counted> open = new LinkedHashMap<>(); // the oldest first; guarded by this

    /** @param clock in nanoseconds */
    OpenTurns(Duration maxAge, LongSupplier clock) {
        this.maxAge = maxAge.toNanos();
        this.clock = clock;
    }

    /**
     * What was taken for a turn.
     *
     * @param reservation null if nothing is reserved
     */
    record Taken(Slot slot, Budgets.Reservation reservation) {

        /** The turn spends nothing, or nobody will know. */
        void giveBack() {
            slot.close();
            if (reservation != null) {
                reservation.drop();
            }
        }
    }

    private record Counted(Taken taken, Runnable unwatch, long since) {

        void close() {
            taken.giveBack();
            unwatch.run();
        }

        void ended(Supplier<Usage> used) {
            taken.slot.close();
            if (taken.reservation != null) {
                taken.reservation.settle(used.get());
            }
            unwatch.run();
        }
    }

    /**
     * Counts a turn, unless it is counted already.
     *
     * @param taking takes it from the quota and the budget
     * @param watch has its end be seen; returns what ends that
     * @return counts it out
     */
    Slot open(SessionTurn turn, Supplier<Taken> taking, Supplier<Runnable> watch) {
        expire();
        if (isOpen(turn)) {
            return Slot.NONE;
        }
        Counted counted = watched(taking.get(), watch);
        synchronized (this) {
            if (open.putIfAbsent(turn, counted) == null) {
                return () -> close(turn, counted);
            }
        }
        counted.close();
        return Slot.NONE;
    }

    private Counted watched(Taken taken, Supplier<Runnable> watch) {
        try {
            return new Counted(taken, watch.get(), clock.getAsLong());
        } catch (RuntimeException unwatched) {
            taken.giveBack();
            throw unwatched;
        }
    }

    private synchronized boolean isOpen(SessionTurn turn) {
        return open.containsKey(turn);
    }

    /**
     * Counts out a turn whose end was seen.
     *
     * @param used returns what it has used; null if that is not known
     */
    void ended(SessionTurn turn, Supplier<Usage> used) {
        Counted counted;
        synchronized (this) {
            counted = open.remove(turn);
        }
        if (counted != null) {
            counted.ended(used);
        }
    }

    private void close(SessionTurn turn, Counted counted) {
        boolean removed;
        synchronized (this) {
            removed = open.remove(turn, counted);
        }
        if (removed) {
            counted.close();
        }
    }

    private void expire() {
        List<Counted> tooOld = new ArrayList<>(0);
        synchronized (this) {
            long now = clock.getAsLong();
            Iterator<Counted> oldest = open.values().iterator();
            while (oldest.hasNext()) {
                Counted counted = oldest.next();
                if (now - counted.since < maxAge) {
                    break;
                }
                oldest.remove();
                tooOld.add(counted);
            }
        }
        tooOld.forEach(Counted::close);
    }
}
