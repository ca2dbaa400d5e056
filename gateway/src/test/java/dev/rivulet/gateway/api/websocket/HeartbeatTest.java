package dev.rivulet.gateway.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final PingTimeout heartbeat = new PingTimeout(Duration.ofSeconds(10));

    @Test
    void aPeerIsWaitedForFromTheFirstPingThatItDoesNotAnswer() {
        assertThat(heartbeat.ask(-SECOND)).isTrue();
        assertThat(heartbeat.ask(5 * SECOND)).isTrue();
        assertThat(heartbeat.ask(9 * SECOND)).isFalse();
    }

    @Test
    void whateverComesIsAnAnswer() {
        assertThat(heartbeat.ask(0)).isTrue();
        heartbeat.heard();
        assertThat(heartbeat.ask(11 * SECOND)).isTrue();
        assertThat(heartbeat.ask(20 * SECOND)).isTrue();
        assertThat(heartbeat.ask(21 * SECOND)).isFalse();
    }
}
