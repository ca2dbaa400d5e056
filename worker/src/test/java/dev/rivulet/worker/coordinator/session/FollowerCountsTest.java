package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.command.ReadersChanged;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** How many followers a session has at all gateways, and when they are told. */
class FollowerCountsTest {

    private static final String ID = SESSION.value();
    private static final int VALID = 90_000;

    private final Semaphore room = new Semaphore(3);
    private final FollowerCounts counts = new FollowerCounts(room);

    @Test
    void followersOfTwoGatewaysAreAddedUp() {
        says("a", 1, 0);
        says("b", 2, 0);
        assertThat(counts.due(1)).isEqualTo(Map.of(ID, 3));
    }

    @Test
    void oneFollowerIsToldNothing() {
        says("a", 1, 0);
        assertThat(counts.due(1)).isEmpty();
        says("a", 1, 300_000);
        assertThat(counts.due(300_001)).isEmpty();
        says("a", 0, 400_000);
        assertThat(counts.due(400_001)).isEmpty();
    }

    @Test
    void oneFollowerIsKnownForLongToWhoComesLater() {
        says("a", 1, 0);
        counts.due(10 * VALID - 2);
        says("b", 1, 10 * VALID - 2);
        assertThat(counts.due(10 * VALID - 1)).isEqualTo(Map.of(ID, 2));
    }

    @Test
    void oneFollowerIsNotKnownForEver() {
        says("killed", 1, 0);
        counts.due(10 * VALID);
        assertThat(room.availablePermits()).isEqualTo(3);
    }

    /** Its gateway was killed while it was alone, and so nobody has missed it yet. */
    @Test
    void oneThatWasAloneHasToBeSaidAgainInTimeFromWhenAnotherComes() {
        says("killed", 1, 0);
        says("b", 1, 5 * VALID);
        assertThat(counts.due(5 * VALID)).isEqualTo(Map.of(ID, 2));
        says("b", 1, 5 * VALID + 30_000);
        assertThat(counts.due(6 * VALID - 1)).isEqualTo(Map.of(ID, 2));
        assertThat(counts.due(6 * VALID)).isEqualTo(Map.of(ID, 1));
    }

    @Test
    void whoIsAloneAgainNeedNotBeSaidOftenAnyMore() {
        says("a", 1, 0);
        says("b", 1, 0);
        counts.due(1);
        says("b", 0, 2);
        counts.due(3);
        counts.due(5 * VALID);
        says("b", 1, 5 * VALID);
        assertThat(counts.due(5 * VALID)).isEqualTo(Map.of(ID, 2));
    }

    @Test
    void whoIsLeftAloneIsToldSoOnce() {
        says("a", 1, 0);
        says("b", 1, 0);
        counts.due(1);
        says("b", 0, 10);
        assertThat(counts.due(11)).isEqualTo(Map.of(ID, 1));
        assertThat(counts.due(60_000)).isEmpty();
    }

    @Test
    void aNumberThatStaysIsToldAgainBeforeItsGatewaysHoldItForOld() {
        says("a", 1, 0);
        says("b", 1, 0);
        counts.due(1);
        assertThat(counts.due(VALID / 3)).isEmpty();
        assertThat(counts.due(VALID / 3 + 1)).isEqualTo(Map.of(ID, 2));
    }

    @Test
    void aGatewayThatComesIsToldAlsoIfAnotherLeavesAtTheSameTime() {
        says("a", 1, 0);
        says("b", 1, 0);
        counts.due(1);
        says("b", 0, 2);
        says("c", 1, 2);
        assertThat(counts.due(3)).isEqualTo(Map.of(ID, 2));
    }

    @Test
    void aGatewayThatSaysNothingMoreIsNotCountedAnyMore() {
        says("a", 1, 0);
        says("killed", 1, 0);
        counts.due(1);
        says("a", 1, 60_000);
        counts.due(60_000);
        assertThat(counts.due(VALID + 1)).isEqualTo(Map.of(ID, 1));
        assertThat(room.availablePermits()).isEqualTo(2);
    }

    @Test
    void theNewestCountOfAGatewayIsWhatCounts() {
        says("a", 5, 0);
        says("a", 2, 1);
        assertThat(counts.due(2)).isEqualTo(Map.of(ID, 2));
        assertThat(room.availablePermits()).isEqualTo(2);
    }

    @Test
    void manyChangesAtOnceAreToldOnce() {
        for (int readers = 1; readers < 100; readers++) {
            says("a", readers, 0);
        }
        assertThat(counts.due(1)).isEqualTo(Map.of(ID, 99));
    }

    @Test
    void whatIsBeyondTheRoomIsNotCountedUntilThereIsRoom() {
        says("a", 1, 0);
        says("b", 1, 0);
        says("c", 1, 0);
        says("d", 1, 0);
        counts.on(new ReadersChanged(new SessionId("other"), "a", 7, VALID), 0);
        assertThat(counts.due(1)).isEqualTo(Map.of(ID, 3));
        says("c", 0, 2);
        says("d", 2, 3);
        assertThat(counts.due(4)).isEqualTo(Map.of(ID, 4));
    }

    @Test
    void aSessionWithoutFollowersTakesNoRoom() {
        says("a", 1, 0);
        says("a", 0, 1);
        says("never counted", 0, 1);
        counts.due(2);
        assertThat(room.availablePermits()).isEqualTo(3);
    }

    @Test
    void aPartitionThatIsGivenUpLeavesItsRoomToTheOthers() {
        says("a", 1, 0);
        says("b", 1, 0);
        counts.clear();
        assertThat(room.availablePermits()).isEqualTo(3);
        assertThat(counts.due(VALID)).isEmpty();
    }

    private void says(String gateway, int readers, long now) {
        counts.on(new ReadersChanged(SESSION, gateway.replace(' ', '-'), readers, VALID), now);
    }
}
