package dev.rivulet.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.rivulet.runtime.config.InvalidConfigException;
import org.junit.jupiter.api.Test;

class TopicsConfigTest {

    @Test
    void promptsAreKeptAsLongAsTheEventsThatAreFoundByThem() {
        TopicsConfig.requireConsistent(Settings.topics());
        assertThatNoException().isThrownBy(() -> TopicsConfig.requireConsistent(
                Settings.topics("prompt-requests-retention", "6h", "chunk-events-retention", "6h")));
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> TopicsConfig.requireConsistent(
                        Settings.topics("prompt-requests-retention", "5h", "chunk-events-retention", "6h")))
                .withMessageContaining("rivulet.topics.prompt-requests-retention")
                .withMessageContaining("rivulet.topics.chunk-events-retention");
    }
}
