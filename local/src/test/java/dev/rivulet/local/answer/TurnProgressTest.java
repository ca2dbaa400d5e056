package dev.rivulet.local.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnProgressTest {

    private static final long ASKED = 7_000_000_000L;

    private final TurnProgress progress = new TurnProgress(ASKED);

    @Test
    void aTurnThatWaits() {
        assertThat(progress.statusLine(at(1_240))).isEqualTo("waiting, 1.2 s");
    }

    @Test
    void theFirstTokenIsCountedFromTheStart() {
        progress.started(at(500));
        assertThat(progress.statusLine(at(700))).isEqualTo("thinking, 0.7 s");
        progress.text(40, at(1_000));
        assertThat(progress.statusLine(at(1_000)))
                .isEqualTo("answering, 1.0 s, first token after 0.5 s, about 10 tokens");
        progress.text(160, at(1_500));
        assertThat(progress.statusLine(at(2_000)))
                .isEqualTo("answering, 2.0 s, first token after 0.5 s, about 50 tokens, 50 tokens/s");
    }

    @Test
    void anotherAttemptCountsAnew() {
        progress.started(at(100));
        progress.text(400, at(200));
        progress.started(at(5_000));
        progress.text(4, at(5_400));
        assertThat(progress.statusLine(at(6_400)))
                .isEqualTo("answering, 6.4 s, first token after 0.4 s, about 1 tokens, 1 tokens/s");
    }

    @Test
    void aCancelIsSaidUntilTheEnd() {
        progress.started(at(100));
        progress.cancelling();
        progress.text(4, at(200));
        assertThat(progress.statusLine(at(200))).startsWith("cancelling, 0.2 s");
    }

    private static long at(long ms) {
        return ASKED + Duration.ofMillis(ms).toNanos();
    }
}
