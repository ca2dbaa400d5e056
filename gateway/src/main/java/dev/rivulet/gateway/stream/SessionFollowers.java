package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.tail.WatchingListener;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.command.ReadersChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Counts the followers of each session at this gateway and has the coordinators told, and knows from them how many
 * there are at all gateways. Thread-safe.
 *
 * <p>A session is kept while it has followers, and until the coordinator was told that it has none. A number of
 * followers that lasts shorter than the delay is told nobody. One that lasts is told again at each interval, since a
 * coordinator keeps it only for a time and in memory; of a follower that is alone, at every tenth.
 */
public final class SessionFollowers implements WatchingListener, AutoCloseable {

    /** The shortest interval: workers look once a second which numbers still hold. */
    public static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
    /** The longest interval: a number holds for three of them after it was told, in both directions. */
    public static final Duration MAX_INTERVAL = Duration.ofMillis(ReadersChanged.MAX_VALID_MS / 3);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final String gateway;
    private final Duration delay;
    private final Duration interval;
    private final Duration valid;
    private final Function<ReadersChanged, CompletableFuture<Void>> publisher;
    private final LongSupplier clock;
    private final Map<SessionId, Followed> sessions = new HashMap<>(); // guarded by this

    /**
     * @param gateway the name of this process
     * @param delay how long a change must last to be told
     * @param interval how often a number is told again if there are others; {@link #MIN_INTERVAL} to
     *     {@link #MAX_INTERVAL}
     * @param publisher publishes a command; must not block. A failure is repaired with the next interval
     * @param clock as {@link System#nanoTime}
     */
    public SessionFollowers(String gateway, Duration delay, Duration interval,
            Function<ReadersChanged, CompletableFuture<Void>> publisher, LongSupplier clock) {
        this.gateway = gateway;
        this.delay = delay;
        this.interval = interval;
        this.valid = interval.multipliedBy(3);
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Counts a follower in. Must be called on its loop.
     *
     * @param changed called on the loop when {@link Follower#readers} may have changed
     */
    public synchronized Follower enter(SessionId session, EventLoop loop, Runnable changed) {
        Followed followed = sessions.computeIfAbsent(session, Followed::new);
        Follower follower = new Follower(followed, loop, changed);
        followed.followers.add(follower);
        followed.countChanged(loop);
        return follower;
    }

    @Override
    public synchronized void onWatching(SessionId session, int readers) {
        Followed followed = sessions.get(session);
        if (followed != null) {
            followed.watched(readers);
        }
    }

    /** Has the coordinators told that nobody follows here any more. Blocks for up to a second. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> published = new ArrayList<>();
        synchronized (this) {
            sessions.values().stream().filter(followed -> followed.told > 0)
                    .forEach(followed -> published.add(publisher.apply(followed.command(0))));
            sessions.clear();
        }
        CompletableFuture.allOf(published.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).exceptionally(lost -> null)
                .join();
    }

    synchronized int sessions() {
        return sessions.size();
    }

    /** One follower. */
    public final class Follower {

        private final Followed followed;
        private final EventLoop loop;
        private final Runnable changed;
        private boolean notified; // and has not looked yet; guarded by the outer object

        private Follower(Followed followed, EventLoop loop, Runnable changed) {
            this.followed = followed;
            this.loop = loop;
            this.changed = changed;
        }

        /** Returns how many followers the session has at all gateways; 1 if that is not known. */
        public int readers() {
            synchronized (SessionFollowers.this) {
                return followed.readers;
            }
        }

        /** Counts the follower out. Must be called on its loop, once. */
        public void leave() {
            synchronized (SessionFollowers.this) {
                followed.followers.remove(this);
                followed.countChanged(loop);
            }
        }

        private void tell() {
            if (!notified) {
                notified = true;
                loop.execute(() -> {
                    synchronized (SessionFollowers.this) {
                        notified = false;
                    }
                    changed.run();
                });
            }
        }
    }

    /** A session that has or had followers here. Guarded by the outer object. */
    private final class Followed {

        private final SessionId session;
        private final Set<Follower> followers = new HashSet<>(2);
        private int told; // the number that the coordinator was told last
        private int tellings; // how often it was told
        private int soon; // the telling that is repeated sooner than was planned; 0: none
        private boolean pending; // a number is to be told after the delay
        private int readers = 1; // at all gateways
        private long readersAt; // when the coordinator said that

        Followed(SessionId session) {
            this.session = session;
        }

        void countChanged(EventLoop loop) {
            if (followers.isEmpty() && told == 0) {
                sessions.remove(session, this);
            } else if (followers.size() != told && !pending) {
                pending = true;
                loop.after(delay, () -> afterDelay(loop));
            }
        }

        private void afterDelay(EventLoop loop) {
            synchronized (SessionFollowers.this) {
                pending = false;
                if (isKept() && followers.size() != told) {
                    tellCoordinator(loop);
                }
            }
        }

        private void tellCoordinator(EventLoop loop) {
            told = followers.size();
            int telling = ++tellings;
            publisher.apply(command(told));
            if (told == 0) {
                sessions.remove(session, this);
            } else {
                loop.after(readers > 1 ? interval : interval.multipliedBy(ReadersChanged.ALONE),
                        () -> afterInterval(telling, loop));
            }
        }

        /** @param telling the one that is to be repeated; another may have followed it */
        private void afterInterval(int telling, EventLoop loop) {
            synchronized (SessionFollowers.this) {
                if (isKept() && telling == tellings) {
                    if (readers > 1 && clock.getAsLong() - readersAt >= valid.toNanos()) {
                        // Nobody counts any more. So many there are at least.
                        watched(Math.max(1, followers.size()));
                    }
                    tellCoordinator(loop);
                }
            }
        }

        void watched(int now) {
            readersAt = clock.getAsLong();
            if (readers != now) {
                if (readers == 1) {
                    tellSoon();
                }
                readers = now;
                followers.forEach(Follower::tell);
            }
        }

        /** There are others now, so the coordinator does not keep the number for as long as before. */
        private void tellSoon() {
            int telling = tellings;
            if (told == 0 || soon == telling) {
                return;
            }
            soon = telling;
            followers.stream().map(follower -> follower.loop).findFirst().ifPresent(loop -> loop
                    .execute(() -> loop.after(interval, () -> afterInterval(telling, loop))));
        }

        ReadersChanged command(int count) {
            return new ReadersChanged(session, gateway, count, Math.toIntExact(valid.toMillis()));
        }

        /** Another may have taken its place in the meantime. */
        private boolean isKept() {
            return sessions.get(session) == this;
        }
    }
}
