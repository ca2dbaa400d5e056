package dev.rivulet.gateway.log.event;

import static dev.rivulet.schemas.event.EventType.DELTA;
import static dev.rivulet.schemas.event.EventType.DONE;
import static dev.rivulet.schemas.event.EventType.ERROR;
import static dev.rivulet.schemas.event.EventType.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptFilterTest {

    private final AttemptFilter fence = new AttemptFilter(0);

    @Test
    void aTurnInOneAttemptIsShownWhole() {
        assertThat(fence.shows(STARTED, 1)).isTrue();
        assertThat(fence.shows(DELTA, 1)).isTrue();
        assertThat(fence.shows(DONE, 1)).isTrue();
        assertThat(fence.ended()).isTrue();
    }

    @Test
    void nothingOfAnOldAttemptIsShownAfterTheNewOneBegan() {
        fence.shows(STARTED, 1);
        fence.shows(DELTA, 1);
        assertThat(fence.shows(STARTED, 2)).isTrue();
        assertThat(fence.shows(DELTA, 1)).isFalse();
        assertThat(fence.shows(STARTED, 1)).isFalse();
        assertThat(fence.shows(DELTA, 2)).isTrue();
    }

    @Test
    void anAttemptThatHasNotBegunIsNotShown() {
        assertThat(fence.shows(DELTA, 1)).isFalse();
        fence.shows(STARTED, 1);
        assertThat(fence.shows(DELTA, 2)).isFalse();
    }

    @Test
    void aStartThatComesTwiceIsShownOnce() {
        assertThat(fence.shows(STARTED, 1)).isTrue();
        assertThat(fence.shows(STARTED, 1)).isFalse();
    }

    @Test
    void theFirstTerminalEndsWhateverItsAttempt() {
        fence.shows(STARTED, 2);
        assertThat(fence.shows(ERROR, 1)).isTrue();
        assertThat(fence.shows(DONE, 2)).isFalse();
        assertThat(fence.shows(STARTED, 3)).isFalse();
        assertThat(fence.shows(DELTA, 2)).isFalse();
    }

    @Test
    void aTurnMayEndBeforeAnyAttempt() {
        assertThat(fence.shows(DONE, 0)).isTrue();
    }

    @Test
    void aResumedReaderGoesOnWithItsAttempt() {
        AttemptFilter resumed = new AttemptFilter(2);
        assertThat(resumed.shows(DELTA, 1)).isFalse();
        assertThat(resumed.shows(STARTED, 2)).isFalse();
        assertThat(resumed.shows(DELTA, 2)).isTrue();
    }
}
