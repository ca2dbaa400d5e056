package dev.rivulet.gateway.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PingTimeoutTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final PingTimeout timeout = new PingTimeout(Duration.ofSeconds(10));

    @Test
    void theTimeoutRunsFromTheFirstPingThatIsNotAnswered() {
        assertThat(timeout.onPing(-SECOND)).isTrue();
        assertThat(timeout.onPing(5 * SECOND)).isTrue();
        assertThat(timeout.onPing(9 * SECOND)).isFalse();
    }

    @Test
    void anyFrameAnswersAPing() {
        assertThat(timeout.onPing(0)).isTrue();
        timeout.onFrame();
        assertThat(timeout.onPing(11 * SECOND)).isTrue();
        assertThat(timeout.onPing(20 * SECOND)).isTrue();
        assertThat(timeout.onPing(21 * SECOND)).isFalse();
    }
}
