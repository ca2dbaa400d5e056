package dev.rivulet.worker.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.Message;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.ProviderLoops;
import dev.rivulet.worker.provider.Shown;
import dev.rivulet.worker.provider.WireServer;
import dev.rivulet.worker.provider.WireServer.Wire;
import dev.rivulet.worker.provider.openai.OpenAiProvider;
import dev.rivulet.worker.provider.resilience.Providers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnthropicFallbackTest {

    @Test
    void anthropicAnswersForAnOpenAiEndpointThatIsDownAndIsNamedLast() throws Exception {
        ProviderLoops loops = ProviderLoops.start(1);
        Shown shown = new Shown();
        try (WireServer down = new WireServer(Wire.answer(503, "text/plain", ""));
                WireServer anthropic = new WireServer(MessageBody.NORMAL.wire);
                LlmProvider provider = Providers.of(
                        config(Map.of("RIVULET_PROVIDER_BASE_URL", down.address(), "RIVULET_PROVIDER_MAX_RETRIES", "0",
                                "RIVULET_PROVIDER_FALLBACK_0__KIND", "anthropic",
                                "RIVULET_PROVIDER_FALLBACK_0__BASE_URL", anthropic.address(),
                                "RIVULET_PROVIDER_FALLBACK_0__MODEL", "claude-x")),
                        endpoint -> switch (endpoint.kind()) {
                            case OPENAI -> new OpenAiProvider(endpoint, loops);
                            case ANTHROPIC -> new AnthropicProvider(endpoint);
                        }, new TurnMetrics(new SimpleMeterRegistry(), Set.of()))) {
            provider.prepare(new LlmRequest("gpt-x", List.of(Message.user("hi")), null, null, null)).stream(shown);

            assertThat(shown.text()).isEqualTo("Hello world");
            assertThat(shown.asked).containsExactly("openai/gpt-x", "anthropic/claude-x");
        } finally {
            loops.close();
        }
    }

    private static ProviderConfig config(Map<String, String> environment) {
        return Config.of(environment, Map.of()).section(ProviderConfig.class, ProviderConfig.PREFIX);
    }
}
