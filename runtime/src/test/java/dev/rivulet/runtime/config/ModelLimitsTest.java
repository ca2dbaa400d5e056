package dev.rivulet.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelLimitsTest {

    @Test
    void anyModelAndNumberOfTokensIsAllowedByDefault() {
        ModelLimits limits = limits(Map.of(), "m");
        assertThat(limits).isEqualTo(ModelLimits.NONE);
        assertThat(limits.allowsModel("x")).isTrue();
        assertThat(limits.allowsTokens(Integer.MAX_VALUE)).isTrue();
    }

    @Test
    void onlyTheModelsOfTheListAreAllowedByTheirExactNames() {
        ModelLimits limits = limits(Map.of("RIVULET_TURNS_ALLOWED_MODELS", "a,b"), "a");
        assertThat(limits.allowsModel("b")).isTrue();
        assertThat(limits.allowsModel(null)).isTrue();
        assertThat(limits.allowsModel("B")).isFalse();
        assertThat(limits.allowsModel("c")).isFalse();
    }

    @Test
    void aTurnMayAskForTheCeilingAndForLess() {
        ModelLimits limits = limits(Map.of("RIVULET_TURNS_MAX_TOKENS", "100"), "m");
        assertThat(limits.allowsTokens(100)).isTrue();
        assertThat(limits.allowsTokens(null)).isTrue();
        assertThat(limits.allowsTokens(101)).isFalse();
    }

    @Test
    void aListWithoutTheDefaultModelStopsTheProcess() {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> limits(Map.of("RIVULET_TURNS_ALLOWED_MODELS", "a,b"), "m"))
                .withMessageContaining("rivulet.turns.allowed-models: must contain m");
    }

    private static ModelLimits limits(Map<String, String> environment, String defaultModel) {
        return ModelLimits.of(Config.of(environment, Map.of()).section(TurnsConfig.class, TurnsConfig.PREFIX),
                defaultModel);
    }
}
