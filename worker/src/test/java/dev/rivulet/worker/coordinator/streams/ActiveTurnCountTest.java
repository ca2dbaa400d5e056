package dev.rivulet.worker.coordinator.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActiveTurnCountTest {

    @Test
    void stateThatCannotBeReadDoesNotHideTheCountOfOtherSessions() {
        assertThat(ActiveTurnCount.of("nonsense".getBytes(UTF_8))).isEqualTo(new ActiveTurnCount(0, 0));
        assertThat(ActiveTurnCount.of("{\"open\":{}}".getBytes(UTF_8))).isEqualTo(new ActiveTurnCount(0, 0));
    }
}
