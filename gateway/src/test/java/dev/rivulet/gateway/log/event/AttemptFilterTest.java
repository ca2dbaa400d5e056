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

    private final AttemptFilter filter = new AttemptFilter(0);

    @Test
    void allRecordsOfATurnWithOneAttemptAreAdmitted() {
        assertThat(filter.admits(record(STARTED, 1))).isTrue();
        assertThat(filter.admits(record(DELTA, 1))).isTrue();
        assertThat(filter.admits(record(DONE, 1))).isTrue();
        assertThat(filter.ended()).isTrue();
    }

    @Test
    void anOldAttemptIsNotAdmittedAfterANewerOneStarted() {
        filter.admits(record(STARTED, 1));
        filter.admits(record(DELTA, 1));
        assertThat(filter.admits(record(STARTED, 2))).isTrue();
        assertThat(filter.admits(record(DELTA, 1))).isFalse();
        assertThat(filter.admits(record(STARTED, 1))).isFalse();
        assertThat(filter.admits(record(DELTA, 2))).isTrue();
    }

    @Test
    void aDeltaBeforeItsStartedIsNotAdmitted() {
        assertThat(filter.admits(record(DELTA, 1))).isFalse();
        filter.admits(record(STARTED, 1));
        assertThat(filter.admits(record(DELTA, 2))).isFalse();
    }

    @Test
    void aRepeatedStartedIsAdmittedOnce() {
        assertThat(filter.admits(record(STARTED, 1))).isTrue();
        assertThat(filter.admits(record(STARTED, 1))).isFalse();
    }

    @Test
    void theFirstTerminalEndsTheTurnWhateverItsAttempt() {
        filter.admits(record(STARTED, 2));
        assertThat(filter.admits(record(ERROR, 1))).isTrue();
        assertThat(filter.admits(record(DONE, 2))).isFalse();
        assertThat(filter.admits(record(STARTED, 3))).isFalse();
        assertThat(filter.admits(record(DELTA, 2))).isFalse();
    }

    @Test
    void aTurnMayEndBeforeItsFirstAttempt() {
        assertThat(filter.admits(record(DONE, 0))).isTrue();
    }

    @Test
    void aResumedReaderContinuesWithItsAttempt() {
        AttemptFilter resumed = new AttemptFilter(2);
        assertThat(resumed.admits(record(DELTA, 1))).isFalse();
        assertThat(resumed.admits(record(STARTED, 2))).isFalse();
        assertThat(resumed.admits(record(DELTA, 2))).isTrue();
    }

    private static TurnRecord record(EventType type, int attempt) {
        return (TurnRecord) ChunkRecord.of(0, new ChunkHeaders(Chunks.TURN, type, attempt), new byte[0]);
    }
}
