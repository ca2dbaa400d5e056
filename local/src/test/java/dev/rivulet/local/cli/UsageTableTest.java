package dev.rivulet.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.UsageReport;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTableTest {

    @Test
    void rowsAreAddedUpByCurrency() {
        UsageReport report = new UsageReport("2026-01-01", "2026-01-31", "model", List.of(
                new UsageReport.Row(null, "gpt-4o", null, null, 2, 10, 20, 30, 1, Map.of("USD", new BigDecimal("0.1"))),
                new UsageReport.Row(null, "a\u001b[31m" + "x".repeat(60), null, null, 1, 1, 2, 3, 0,
                        Map.of("USD", new BigDecimal("0.20"), "EUR", new BigDecimal("1")))));

        List<String> lines = UsageTable.of(report).lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).startsWith("2026-01-01 to 2026-01-31").contains("turns", "cost");
        assertThat(lines.get(1)).startsWith("gpt-4o ").endsWith("0.1 USD");
        assertThat(lines.get(2)).doesNotContain("\u001b").contains("\u2026");
        assertThat(lines.getLast()).startsWith("all ").contains(" 3 ", " 11 ", " 22 ").endsWith("1 EUR, 0.30 USD");
    }

    @Test
    void whoHasNoNameIsNamedByTheOwner() {
        UsageReport report = new UsageReport("2026-01-01", "2026-01-31", "principal",
                List.of(new UsageReport.Row(null, null, null, "", 1, 1, 1, 2, 0, Map.of()),
                        new UsageReport.Row(null, null, null, "StrGjaFemq6js04qTMy_dx", 1, 1, 1, 2, 0, null)));
        assertThat(UsageTable.of(report)).contains("(without an owner)", "StrGjaFemq6js04qTMy_dx");
    }
}
