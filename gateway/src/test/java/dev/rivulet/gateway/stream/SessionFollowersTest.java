package dev.rivulet.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.SessionFollowers.Follower;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.command.ReadersChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a gateway tells coordinators of a session's followers, and what it tells the followers. */
class SessionFollowersTest {

    private static final SessionId SESSION = new SessionId("s");
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Clock clock = new Clock();
    private final List<ReadersChanged> published = new ArrayList<>();
    private final SessionFollowers followers = new SessionFollowers("gateway-1", DELAY, INTERVAL, this::publish,
            () -> clock.now);
    private int changes;

    @Test
    void aFollowerThatStaysIsToldAfterTheDelayAndSeldomAgainWhileItIsAlone() {
        enter();
        clock.passes(DELAY.minusMillis(1));
        assertThat(published).isEmpty();
        clock.passes(Duration.ofMillis(1));
        assertThat(published).containsExactly(new ReadersChanged(SESSION, "gateway-1", 1, 90_000));
        clock.passes(INTERVAL.multipliedBy(9));
        assertThat(published).hasSize(1);
        clock.passes(INTERVAL.multipliedBy(11));
        assertThat(published).extracting(ReadersChanged::readers).containsExactly(1, 1, 1);
    }

    @Test
    void aFollowerThatIsNotAloneIsToldAgainAtEachInterval() {
        enter();
        clock.passes(INTERVAL.multipliedBy(5));
        followers.onWatching(SESSION, 2);
        followers.onWatching(SESSION, 3);
        clock.passes(INTERVAL);
        assertThat(published).hasSize(2);
        followers.onWatching(SESSION, 3);
        clock.passes(INTERVAL.multipliedBy(2));
        assertThat(published).hasSize(4);
        followers.onWatching(SESSION, 1);
        clock.passes(INTERVAL.multipliedBy(9));
        assertThat(published).hasSize(5);
    }

    @Test
    void aFollowerThatLeavesSoonIsToldNobodyAndLeavesNothingBehind() {
        for (int i = 0; i < 1_000; i++) {
            enter().leave();
        }
        assertThat(followers.sessions()).isZero();
        clock.passes(INTERVAL.multipliedBy(2));
        assertThat(published).isEmpty();
    }

    @Test
    void theLastOneThatLeavesIsToldAndThenTheSessionIsForgotten() {
        Follower last = enter();
        clock.passes(DELAY);
        last.leave();
        assertThat(followers.sessions()).isEqualTo(1);
        clock.passes(INTERVAL.multipliedBy(2));
        assertThat(published).extracting(ReadersChanged::readers).containsExactly(1, 0);
        assertThat(followers.sessions()).isZero();
    }

    @Test
    void whoComesBackAtOnceChangesNothing() {
        Follower page = enter();
        clock.passes(DELAY);
        followers.onWatching(SESSION, 2);
        page.leave();
        Follower reloaded = enter();
        assertThat(reloaded.readers()).isEqualTo(2);
        clock.passes(DELAY);
        assertThat(published).hasSize(1);
    }

    @Test
    void manyThatComeAtOnceAreToldTogether() {
        List<Follower> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(enter());
        }
        clock.passes(DELAY);
        many.forEach(Follower::leave);
        clock.passes(DELAY);
        assertThat(published).extracting(ReadersChanged::readers).containsExactly(1_000, 0);
    }

    /** A flood of changes must not put off the news for ever. */
    @Test
    void aNumberThatNeverStopsChangingIsToldOnceADelay() {
        enter();
        for (int i = 0; i < 100; i++) {
            enter();
            clock.passes(DELAY.dividedBy(10));
        }
        assertThat(published).hasSize(10).extracting(ReadersChanged::readers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void followersAreToldWhenTheNumberChangesAndWhoComesLaterKnowsIt() {
        Follower first = enter();
        assertThat(first.readers()).isEqualTo(1);
        followers.onWatching(SESSION, 2);
        followers.onWatching(SESSION, 2);
        assertThat(changes).isEqualTo(1);
        assertThat(first.readers()).isEqualTo(2);
        assertThat(enter().readers()).isEqualTo(2);
        followers.onWatching(new SessionId("other"), 3);
        assertThat(changes).isEqualTo(1);
        followers.onWatching(SESSION, 1);
        assertThat(changes).isEqualTo(3);
    }

    /** The worker that counted may be gone, and its successor does not know what it had said. */
    @Test
    void aNumberThatIsNotSaidAgainIsOld() {
        Follower follower = enter();
        clock.passes(DELAY);
        followers.onWatching(SESSION, 2);
        clock.passes(INTERVAL.multipliedBy(2));
        followers.onWatching(SESSION, 2);
        clock.passes(INTERVAL.multipliedBy(2));
        assertThat(follower.readers()).isEqualTo(2);
        clock.passes(INTERVAL.multipliedBy(2));
        assertThat(follower.readers()).isEqualTo(1);
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void aLoopThatIsBusyHasOneTaskForAFollower() {
        followers.enter(SESSION, clock, () -> changes++);
        clock.busy = true;
        for (int readers = 2; readers < 100; readers++) {
            followers.onWatching(SESSION, readers);
        }
        assertThat(clock.waiting).hasSize(1);
        clock.waiting.removeFirst().run();
        followers.onWatching(SESSION, 1);
        assertThat(clock.waiting).hasSize(1);
    }

    @Test
    void aGatewayThatStopsSaysThatNobodyFollowsThere() {
        enter();
        clock.passes(DELAY);
        followers.enter(new SessionId("not-told-yet"), clock, () -> {});
        followers.close();
        assertThat(published).extracting(ReadersChanged::readers).containsExactly(1, 0);
        assertThat(followers.sessions()).isZero();
        clock.passes(INTERVAL.multipliedBy(2));
        assertThat(published).hasSize(2);
    }

    private Follower enter() {
        return followers.enter(SESSION, clock, () -> changes++);
    }

    private CompletableFuture<Void> publish(ReadersChanged count) {
        published.add(count);
        return new CompletableFuture<>(); // Kafka may never answer
    }

    /** A loop whose time passes when a test says so. */
    private static final class Clock implements EventLoop {

        private record Due(long at, long order, Runnable task) {}

        private final PriorityQueue<Due> timers = new PriorityQueue<>(
                Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
        private final List<Runnable> waiting = new ArrayList<>();
        private long now; // nanoseconds
        private long order;
        private boolean busy;

        void passes(Duration time) {
            long end = now + time.toNanos();
            while (!timers.isEmpty() && timers.peek().at() <= end) {
                Due due = timers.poll();
                now = due.at();
                due.task().run();
            }
            now = end;
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            Due due = new Due(now + delay.toNanos(), order++, task);
            timers.add(due);
            return () -> timers.remove(due);
        }

        @Override
        public Timer every(Duration interval, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void execute(Runnable task) {
            if (busy) {
                waiting.add(task);
            } else {
                task.run();
            }
        }
    }
}
