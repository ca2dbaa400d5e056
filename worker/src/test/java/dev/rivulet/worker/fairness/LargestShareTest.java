package dev.rivulet.worker.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LargestShareTest {

    @Test
    void theNewestOfTheKeyThatHasMostIsFound() {
        assertThat(newest("a1", "b1", "b2", "b3", "a2", "c1")).isEqualTo("b3");
        assertThat(newest("a1", "b1", "a2", "b2", "c1")).isEqualTo("b2");
    }

    @Test
    void amongKeysThatHaveTheSameItIsTheNewestOfAll() {
        assertThat(newest("a1", "b1", "c1")).isEqualTo("c1");
    }

    private static String newest(String... items) {
        return LargestShare.newest(List.of(items), item -> new ShareKey(item.substring(0, 1)));
    }
}
