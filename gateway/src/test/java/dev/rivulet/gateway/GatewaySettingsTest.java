package dev.rivulet.gateway;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {

    @Test
    void onePortIsNotBothTheMainAndTheManagementPort() {
        assertRefused(Map.of("rivulet.http.port", "8080", "rivulet.http.management-port", "8080"),
                "rivulet.http.management-port: must not be rivulet.http.port");
        assertThatCode(() -> check(Map.of("rivulet.http.port", "0", "rivulet.http.management-port", "0")))
                .doesNotThrowAnyException();
    }

    @Test
    void noModelIsListedThatIsNotAllowed() {
        assertRefused(Map.of("rivulet.model", "a", "rivulet.turns.allowed-models", "a,b", "rivulet.gateway.models",
                "a,c"), "rivulet.gateway.models: lists a model that rivulet.turns.allowed-models does not contain");
    }

    @Test
    void theDefaultModelIsAllowed() {
        assertRefused(Map.of("rivulet.model", "c", "rivulet.turns.allowed-models", "a,b"),
                "rivulet.turns.allowed-models: must contain c");
    }

    private static void assertRefused(Map<String, String> settings, String sentence) {
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(() -> check(settings))
                .withMessageContaining(sentence);
    }

    private static void check(Map<String, String> settings) {
        Gateway.requireValid(Config.of(Map.of(), settings));
    }
}
