package dev.rivulet.worker.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerDirectoryTest {

    private static final int MISSED = 3;

    private final WorkerDirectory directory = new WorkerDirectory("me", MISSED);

    @Test
    void nobodyIsDeadWhileItIsTooEarlyToKnow() {
        ownBeats(MISSED);

        assertThat(directory.isDead("other")).isFalse();
    }

    @Test
    void aWorkerThatWasNeverHeardOfIsDeadOnceItWouldHaveBeen() {
        ownBeats(MISSED + 1);

        assertThat(directory.isDead("other")).isTrue();
    }

    @Test
    void aWorkerIsDeadWhenItMissedSeveralOfOurBeats() {
        ownBeats(10);
        directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        ownBeats(MISSED);
        assertThat(directory.isDead("other")).isFalse();

        ownBeats(1);
        assertThat(directory.isDead("other")).isTrue();
    }

    @Test
    void aWorkerThatBeatsLives() {
        for (int i = 0; i < 100; i++) {
            ownBeats(1);
            directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        }

        assertThat(directory.isDead("other")).isFalse();
    }

    @Test
    void aWorkerThatSaysItIsGoneIsDeadAtOnce() {
        ownBeats(10);
        directory.onHeartbeat("other", WorkerStatus.UNKNOWN);

        directory.onHeartbeat("other", null);

        assertThat(directory.isDead("other")).isTrue();
    }

    @Test
    void anOutageThatSilencesEveryoneKillsNobody() {
        ownBeats(10);
        directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        // Hours without a beat of anyone; then one of ours comes first.
        ownBeats(1);
        assertThat(directory.isDead("other")).isFalse();
        directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        ownBeats(MISSED);

        assertThat(directory.isDead("other")).isFalse();
    }

    /** Each worker has one on its way at most, whatever the outage, and perhaps one that Kafka had got before. */
    @Test
    void heartbeatsThatWereHeldUpAndAreReadAtOnceKillNobody() {
        ownBeats(10);
        directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        for (int outage = 0; outage < 10; outage++) {
            ownBeats(2);
            assertThat(directory.isDead("other")).isFalse();
            directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
            directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        }
    }

    /** What could not be read for long is read in the order in which it was written. */
    @Test
    void whatPiledUpWhileNothingCouldBeReadKillsNobody() {
        ownBeats(10);
        directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        for (int i = 0; i < 100; i++) {
            ownBeats(1);
            assertThat(directory.isDead("other")).isFalse();
            directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        }
    }

    @Test
    void aPauseOfThisProcessKillsNobody() {
        ownBeats(10);
        // What piled up meanwhile is read at once: many of theirs, none of ours.
        for (int i = 0; i < 50; i++) {
            directory.onHeartbeat("other", WorkerStatus.UNKNOWN);
        }
        ownBeats(1);

        assertThat(directory.isDead("other")).isFalse();
    }

    @Test
    void aWorkerThatCameBackLives() {
        ownBeats(10);
        assertThat(directory.isDead("other")).isTrue();

        directory.onHeartbeat("other", WorkerStatus.UNKNOWN);

        assertThat(directory.isDead("other")).isFalse();
    }

    @Test
    void thisWorkerIsNeverDead() {
        ownBeats(10);
        directory.onHeartbeat("me", null);

        assertThat(directory.isDead("me")).isFalse();
    }

    private void ownBeats(int count) {
        for (int i = 0; i < count; i++) {
            directory.onHeartbeat("me", WorkerStatus.UNKNOWN);
        }
    }
}
