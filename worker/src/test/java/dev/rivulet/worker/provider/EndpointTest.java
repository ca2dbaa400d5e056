package dev.rivulet.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static final Map<String, String> OPENAI = Map.of("RIVULET_PROVIDER_API_KEY", "k");
    private static final Map<String, String> ANTHROPIC = Map.of("RIVULET_PROVIDER_API_KEY", "k",
            "RIVULET_PROVIDER_KIND", "anthropic");
    private static final Map<String, String> LIMITED = Map.of("RIVULET_PROVIDER_API_KEY", "k",
            "RIVULET_PROVIDER_MAX_TOKENS", "50");

    @Test
    void withoutACeilingTheTurnDecidesThenTheSettingThenTheKindOfProvider() {
        assertThat(tokens(LIMITED, 7, null)).isEqualTo(7);
        assertThat(tokens(LIMITED, null, null)).isEqualTo(50);
        assertThat(tokens(OPENAI, null, null)).isNull();
        assertThat(tokens(ANTHROPIC, null, null)).isEqualTo(4_096);
    }

    @Test
    void nothingAsksAProviderForMoreThanTheCeiling() {
        assertThat(tokens(OPENAI, 101, 100)).isEqualTo(100);
        assertThat(tokens(OPENAI, 99, 100)).isEqualTo(99);
        assertThat(tokens(LIMITED, null, 40)).isEqualTo(40);
        assertThat(tokens(LIMITED, null, 60)).isEqualTo(50);
        assertThat(tokens(ANTHROPIC, null, 100)).isEqualTo(100);
        assertThat(tokens(ANTHROPIC, null, 10_000)).isEqualTo(4_096);
    }

    @Test
    void aTurnThatNamesNoLimitHasTheCeiling() {
        assertThat(tokens(OPENAI, null, 100)).isEqualTo(100);
    }

    @Test
    void theLimitIsThatOfTheWholeAnswerAlsoWhenItIsContinued() {
        LlmRequest request = new LlmRequest("m", List.of(), 10, null, null);
        assertThat(endpoint(OPENAI).apply(request.continuing(new AnswerPrefix("a", 4))).maxTokens()).isEqualTo(6);
        assertThat(endpoint(OPENAI).apply(request.continuing(new AnswerPrefix("a", 40))).maxTokens()).isEqualTo(1);
    }

    @Test
    void anthropicIsAskedToContinueByPrefillOrNotAtAll() {
        Map<String, String> other = new HashMap<>(ANTHROPIC);
        other.put("RIVULET_PROVIDER_CONTINUATION", "prefix");
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(() -> endpoint(other))
                .withMessageContaining("rivulet.provider.continuation");
        other.put("RIVULET_PROVIDER_CONTINUATION", "prefill");
        assertThat(endpoint(other).name()).isEqualTo("anthropic");
    }

    private static Endpoint endpoint(Map<String, String> environment) {
        return Endpoint.of(Config.of(environment, Map.of()).section(ProviderConfig.class, ProviderConfig.PREFIX));
    }

    private static Integer tokens(Map<String, String> environment, Integer asked, Integer ceiling) {
        return endpoint(environment).apply(new LlmRequest("m", List.of(), asked, ceiling, null)).maxTokens();
    }
}
