package dev.rivulet.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.schemas.Usage;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTableTest {

    private static final PriceTable PRICES = prices(
            "gpt-4o-mini=0.15/0.60, gpt-4o*=2.5/10,org/model:8b=0/0,claude-*-mini=1/2");

    @Test
    void moneyIsExact() {
        assertThat(PRICES.cost("gpt-4o-mini", new Usage(1, 1, 2))).contains(new BigDecimal("0.00000075"));
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < 1_000_000; i++) {
            sum = sum.add(PRICES.cost("gpt-4o-mini", new Usage(1, 0, 1)).orElseThrow());
        }
        assertThat(sum).isEqualByComparingTo("0.15");
    }

    @Test
    void theFirstPatternThatFitsTheWholeNameCounts() {
        assertThat(PRICES.cost("gpt-4o-2024", new Usage(1_000_000, 0, 0)).orElseThrow()).isEqualByComparingTo("2.5");
        assertThat(PRICES.cost("gpt-4o-mini-2024", new Usage(1_000_000, 0, 0)).orElseThrow())
                .isEqualByComparingTo("2.5");
        assertThat(PRICES.cost("org/model:8b", new Usage(1, 1, 2)).orElseThrow()).isEqualByComparingTo("0");
        assertThat(PRICES.cost("claude-4-mini", new Usage(0, 1_000_000, 0)).orElseThrow()).isEqualByComparingTo("2");
        assertThat(PRICES.cost("a-gpt-4o", new Usage(1, 1, 2))).isEmpty();
        assertThat(PRICES.cost("org/modelx8b", new Usage(1, 1, 2))).isEmpty();
    }

    @Test
    void usageWithoutBoundsIsMoneyWithoutBounds() {
        assertThat(PRICES.cost("gpt-4o", new Usage(Long.MAX_VALUE, Long.MAX_VALUE, 0)).orElseThrow()).isPositive();
        assertThat(PRICES.cost("gpt-4o", new Usage(-1, -1, -2)).orElseThrow()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o", "gpt-4o=1", "gpt-4o=1/", "=1/2", "gpt-4o=-1/2", "gpt-4o=1e3/2", "gpt-4o=1/2/x",
            "gpt-4o=1.0000000001/2"})
    void whatIsNoPriceIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> prices(text)).isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rivulet.usage.prices").hasMessageContaining("0.15/0.60");
    }

    @Test
    void whatIsNoCurrencyIsRefused() {
        assertThatThrownBy(() -> Config.of(Map.of(), Map.of("rivulet.usage.currency", "dollars"))
                .section(UsageConfig.class, UsageConfig.PREFIX)).hasMessageContaining("three letters");
    }

    private static PriceTable prices(String text) {
        return PriceTable.of(Config.of(Map.of(), Map.of("rivulet.usage.prices", text)).section(UsageConfig.class,
                UsageConfig.PREFIX));
    }
}
