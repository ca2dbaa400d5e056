package dev.rivulet.gateway.log.event;

import static dev.rivulet.schemas.event.EventType.DELTA;
import static dev.rivulet.schemas.event.EventType.DONE;
import static dev.rivulet.schemas.event.EventType.ERROR;
import static dev.rivulet.schemas.event.EventType.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import org.junit.jupiter.api.Test;

class AttemptFilterTest {

    private final AttemptFilter fence = new AttemptFilter(0);

    @Test
    void aTurnInOneAttemptIsShownWhole() {
        assertThat(fence.shows(record(STARTED, 1))).isTrue();
        assertThat(fence.shows(record(DELTA, 1))).isTrue();
        assertThat(fence.shows(record(DONE, 1))).isTrue();
        assertThat(fence.ended()).isTrue();
    }

    @Test
    void nothingOfAnOldAttemptIsShownAfterTheNewOneBegan() {
        fence.shows(record(STARTED, 1));
        fence.shows(record(DELTA, 1));
        assertThat(fence.shows(record(STARTED, 2))).isTrue();
        assertThat(fence.shows(record(DELTA, 1))).isFalse();
        assertThat(fence.shows(record(STARTED, 1))).isFalse();
        assertThat(fence.shows(record(DELTA, 2))).isTrue();
    }

    @Test
    void anAttemptThatHasNotBegunIsNotShown() {
        assertThat(fence.shows(record(DELTA, 1))).isFalse();
        fence.shows(record(STARTED, 1));
        assertThat(fence.shows(record(DELTA, 2))).isFalse();
    }

    @Test
    void aStartThatComesTwiceIsShownOnce() {
        assertThat(fence.shows(record(STARTED, 1))).isTrue();
        assertThat(fence.shows(record(STARTED, 1))).isFalse();
    }

    @Test
    void theFirstTerminalEndsWhateverItsAttempt() {
        fence.shows(record(STARTED, 2));
        assertThat(fence.shows(record(ERROR, 1))).isTrue();
        assertThat(fence.shows(record(DONE, 2))).isFalse();
        assertThat(fence.shows(record(STARTED, 3))).isFalse();
        assertThat(fence.shows(record(DELTA, 2))).isFalse();
    }

    @Test
    void aTurnMayEndBeforeAnyAttempt() {
        assertThat(fence.shows(record(DONE, 0))).isTrue();
    }

    @Test
    void aResumedReaderGoesOnWithItsAttempt() {
        AttemptFilter resumed = new AttemptFilter(2);
        assertThat(resumed.shows(record(DELTA, 1))).isFalse();
        assertThat(resumed.shows(record(STARTED, 2))).isFalse();
        assertThat(resumed.shows(record(DELTA, 2))).isTrue();
    }

    private static TurnRecord record(EventType type, int attempt) {
        return (TurnRecord) ChunkRecord.of(0, new ChunkHeaders(Chunks.TURN, type, attempt), new byte[0]);
    }
}
