package dev.rivulet.worker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.worker.execution.WorkerLoad;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.liveness.WorkerStatus;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerPlacementTest {

    private static final List<String> BOTH = List.of("coordinate", "execute");

    private final WorkerDirectory workers = new WorkerDirectory("me", 3);
    private final AtomicLong clock = new AtomicLong();
    private Optional<WorkerLoad> own = Optional.of(new WorkerLoad(0, 0, 100));
    private final WorkerPlacement placement = new WorkerPlacement("me", workers, () -> own, clock::get);
    private int turns;

    @Test
    void turnsThatAreAboutToStartHereCount() {
        workers.onHeartbeat("other", new WorkerStatus(BOTH, 0, 0, 100));

        List<String> placed = place(60);

        assertThat(Collections.frequency(placed, "me")).isBetween(30, 36);
    }

    @Test
    void aTurnThatHasStartedHereIsCountedByTheExecutorAlone() {
        workers.onHeartbeat("other", new WorkerStatus(BOTH, 0, 0, 100));
        for (int i = 0; i < 20; i++) {
            SessionTurn turn = turn();
            assertThat(placement.place(turn)).contains("me");
            placement.started(turn);
        }
    }

    @Test
    void aClaimThatIsNeverReadBackIsForgotten() {
        workers.onHeartbeat("other", new WorkerStatus(BOTH, 0, 0, 100));
        place(3);
        assertThat(placement.place(turn())).contains("other");

        clock.addAndGet(TimeUnit.SECONDS.toNanos(3));

        assertThat(placement.place(turn())).contains("me");
    }

    @Test
    void whatWasPlacedOnAnotherWorkerCountsUntilItsNextHeartbeat() {
        own = Optional.empty();
        workers.onHeartbeat("a", new WorkerStatus(BOTH, 0, 0, 2));
        workers.onHeartbeat("b", new WorkerStatus(BOTH, 0, 0, 2));

        assertThat(place(4)).containsExactlyInAnyOrder("a", "a", "b", "b");

        workers.onHeartbeat("a", new WorkerStatus(BOTH, 1, 0, 1));
        assertThat(place(1)).containsExactly("a");
    }

    @Test
    void workersOfAVersionBeforeAndThoseThatStopGetNothing() {
        own = Optional.empty();
        workers.onHeartbeat("old", WorkerStatus.UNKNOWN);
        workers.onHeartbeat("stopping", WorkerStatus.of(List.of(), Optional.empty()));

        assertThat(placement.place(turn())).isEmpty();
    }

    @Test
    void aDeadWorkerGetsNothing() {
        own = Optional.empty();
        workers.onHeartbeat("dead", new WorkerStatus(BOTH, 0, 0, 100));
        IntStream.range(0, 5).forEach(beat -> workers.onHeartbeat("me", WorkerStatus.UNKNOWN));

        assertThat(placement.place(turn())).isEmpty();
    }

    private List<String> place(int count) {
        return IntStream.range(0, count).mapToObj(i -> placement.place(turn()).orElseThrow()).toList();
    }

    private SessionTurn turn() {
        return new SessionTurn(new SessionId("s"),
                new TurnId(new UUID(1_700_000_000_000L << 16 | 0x7000 | ++turns, 0x8000_0000_0000_0000L)));
    }
}
