package dev.rivulet.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.worker.provider.Endpoint;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderTest {

    @Test
    void aWorkerGetsNoSimulatorUnlessItAsksForOne() {
        Config config = Config.of(Map.of(), Map.of());
        try (Provider provider = Provider.ofWorker(config)) {
            assertThat(provider.simulated()).isFalse();
            assertThat(provider.config()).isSameAs(config);
        }
        try (Provider provider = Provider.ofWorker(Config.of(Map.of("RIVULET_PROVIDER_KIND", "simulator"), Map.of()))) {
            assertThat(provider.simulated()).isTrue();
        }
    }

    @Test
    void aStackGetsTheSimulatorWhenNoProviderIsConfiguredOrWhenItAsksForIt() {
        assertThat(simulated(Map.of())).isTrue();
        assertThat(simulated(Map.of("RIVULET_MODEL", "gpt-4o"))).isTrue();
        assertThat(simulated(Map.of("RIVULET_PROVIDER_KIND", "simulator", "OPENAI_API_KEY", "sk-1"))).isTrue();
        assertThat(simulated(Map.of("OPENAI_API_KEY", "sk-1"))).isFalse();
        assertThat(simulated(Map.of("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"))).isFalse();
        assertThat(simulated(Map.of("RIVULET_PROVIDER_KIND", "anthropic"))).isFalse();
    }

    private static boolean simulated(Map<String, String> environment) {
        try (Provider provider = Provider.ofStack(Config.of(environment, Map.of()))) {
            return provider.simulated();
        }
    }

    @Test
    void theSimulatorIsNeverCalledByTheNameOfARealModelAndGetsNoKey() {
        Map<String, String> environment = Map.of("RIVULET_MODEL", "gpt-4o", "RIVULET_PROVIDER_KIND", "simulator",
                "OPENAI_API_KEY", "sk-1", "RIVULET_PROVIDER_API_KEY", "sk-2");
        try (Provider provider = Provider.ofStack(Config.of(environment, Map.of()))) {
            Config config = provider.config();
            assertThat(config.defaultModel()).isEqualTo("simulator");
            assertThat(config.value("rivulet.gateway.models")).hasValue("simulator");
            Endpoint endpoint = Endpoint.of(config.section(ProviderConfig.class, ProviderConfig.PREFIX));
            assertThat(endpoint.name()).isEqualTo("simulator");
            assertThat(endpoint.apply(new LlmRequest("gpt-4o", List.of(), null, null, null)).model())
                    .isEqualTo("simulator");
            assertThat(endpoint.apiKey()).isEmpty();
        }
    }
}
