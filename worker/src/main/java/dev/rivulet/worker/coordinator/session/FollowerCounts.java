package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.command.ReadersChanged;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/**
 * Adds up how many followers the sessions of a partition have at all gateways. Only in memory: after a takeover the
 * gateways say it again. What a gateway does not say again in time is no longer counted. Not thread-safe.
 *
 * <p>The followers of a session are told a number when it has changed, and from time to time while it is above one:
 * a gateway that missed it, or that was told one by a coordinator that is gone, has it right again then. A session
 * with one follower has nobody told anything, and its gateway need not say it often. From when there are more, each
 * gateway has to say its number in time, also one that was the only one before and may have been killed since.
 */
public final class FollowerCounts {

    private final Map<String, Counted> sessions = new HashMap<>();
    private final Semaphore room;

    /** @param room one permit for each count that may be kept, of one session at one gateway */
    public FollowerCounts(Semaphore room) {
        this.room = room;
    }

    /**
     * Notes what a gateway says. If there is no room for one more count, it is not counted.
     *
     * @param now in milliseconds since the epoch, like all times here
     */
    public void on(ReadersChanged said, long now) {
        String session = said.sessionId().value();
        Counted counted = sessions.get(session);
        boolean known = counted != null && counted.gateways.containsKey(said.gateway());
        if (said.readers() == 0) {
            if (known) {
                counted.gateways.remove(said.gateway());
                room.release();
            }
        } else if (known || room.tryAcquire()) {
            sessions.computeIfAbsent(session, first -> new Counted()).put(said.gateway(),
                    new Count(said.readers(), said.validMs(), now));
        }
    }

    /** Drops what is no longer valid, and returns what the followers of sessions are to be told now. */
    public Map<String, Integer> due(long now) {
        Map<String, Integer> due = new HashMap<>();
        for (Iterator<Map.Entry<String, Counted>> all = sessions.entrySet().iterator(); all.hasNext();) {
            Map.Entry<String, Counted> session = all.next();
            Counted counted = session.getValue();
            room.release(counted.expire(now));
            if (counted.gateways.isEmpty()) {
                all.remove();
            } else if (counted.isDue(now)) {
                due.put(session.getKey(), counted.tell(now));
            }
        }
        return due;
    }

    /** Drops everything: the partition is given up. */
    public void clear() {
        sessions.values().forEach(counted -> room.release(counted.gateways.size()));
        sessions.clear();
    }

    private record Count(int readers, int validMs, long saidAt) {

        boolean isValidAlone(long now) {
            return now < saidAt + (long) validMs * ReadersChanged.ALONE;
        }

        /** @param since when the session came to have more than one follower */
        boolean isValid(long now, long since) {
            return now < Math.max(saidAt, since) + validMs;
        }
    }

    /** The counts of one session. */
    private static final class Counted {

        /** How often a number is told while it is valid. */
        private static final int REPEATS = 3;

        private final Map<String, Count> gateways = new HashMap<>(2);
        private OptionalLong sharedSince = OptionalLong.empty(); // when it came to have more than one follower
        private int told = 1;
        private long toldAt;

        void put(String gateway, Count count) {
            if (gateways.put(gateway, count) == null) {
                told = 1; // as far as its followers know
            }
        }

        /** Returns how many counts were dropped. */
        int expire(long now) {
            int before = gateways.size();
            noteShared(now);
            gateways.values().removeIf(count -> sharedSince.isPresent()
                    ? !count.isValid(now, sharedSince.getAsLong())
                    : !count.isValidAlone(now));
            noteShared(now);
            return before - gateways.size();
        }

        private void noteShared(long now) {
            if (sum() <= 1) {
                sharedSince = OptionalLong.empty();
            } else if (sharedSince.isEmpty()) {
                sharedSince = OptionalLong.of(now);
            }
        }

        boolean isDue(long now) {
            int sum = sum();
            return sum != told || sum > 1 && now - toldAt >= shortestValidMs() / REPEATS;
        }

        int tell(long now) {
            told = sum();
            toldAt = now;
            return told;
        }

        private int sum() {
            return gateways.values().stream().mapToInt(Count::readers).sum();
        }

        private int shortestValidMs() {
            return gateways.values().stream().mapToInt(Count::validMs).min().orElse(0);
        }
    }
}
