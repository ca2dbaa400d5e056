package dev.rivulet.worker.provider.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.worker.provider.Shown;
import org.junit.jupiter.api.Test;

class FirstTokenLimitTest {

    private final Shown shown = new Shown();
    private final FirstTokenLimit limit = new FirstTokenLimit(shown);

    @Test
    void aProviderThatHasSentATokenIsNotLeft() {
        limit.token("a");

        assertThat(limit.pass()).isFalse();
        limit.token("b");

        assertThat(limit.passed()).isFalse();
        assertThat(shown.text()).isEqualTo("ab");
    }

    @Test
    void norIsOneWhoseModelReasons() {
        limit.alive();

        assertThat(limit.pass()).isFalse();
        limit.token("a");

        assertThat(shown.text()).isEqualTo("a");
        assertThat(shown.alive).hasValue(1);
    }

    @Test
    void nothingOfOneThatWasLeftIsPassedOn() {
        assertThat(limit.pass()).isTrue();

        limit.token("late");
        limit.alive();

        assertThat(limit.passed()).isTrue();
        assertThat(shown.tokens).isEmpty();
        assertThat(shown.alive).hasValue(0);
    }
}
