package dev.rivulet.gateway;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.TestKeys;
import dev.rivulet.schemas.usage.UsageTotal;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may see what was used, and what is seen of what workers have counted. */
class UsageIT {

    private static final TestKeys FILE = TestKeys.create();
    private static final String ALICE = FILE.add("alice", "alice", "usage");
    private static final String BOB = FILE.add("bob", "bob", "usage");
    private static final String ADMIN = FILE.add("admin", "carol", "usage,admin");
    private static final String ASKER = FILE.add("asker", "alice", "ask");

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(FILE.settings()).closing(FILE);

    private static final TestGateway gateway = fixture.gateway();
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @BeforeAll
    static void count() {
        write(total("alice", TODAY, "gpt-4o", "0@0", 1, "0.5"));
        write(total("alice", TODAY, "gpt-4o", "0@0", 3, "1.5"));
        write(total("alice", TODAY, "gpt-4o", "2@7", 2, "0.25"));
        write(total("alice", TODAY, "gpt-4o-mini", "0@0", 4, null));
        write(total("alice", TODAY.plusDays(1), "gpt-4o", "0@0", 5, "1"));
        write(total("bob", TODAY, "gpt-4o", "0@0", 7, "2"));
        fixture.worker().usage("x", "{\"owner\":7}");
        fixture.worker().usage("y", null);
        await().until(() -> rows(ADMIN, "?all=true&by=model&to=" + TODAY.plusDays(1)).size() == 2);
    }

    @Test
    void aPrincipalSeesItsOwnByDayAndByModel() {
        JsonNode days = rows(ALICE, "?to=" + TODAY.plusDays(1));
        assertThat(days).hasSize(2);
        assertThat(days.get(0)).isEqualTo(TestGateway.tree("{\"day\":\"" + TODAY + "\",\"turns\":9,\"promptTokens\":90,"
                + "\"completionTokens\":180,\"totalTokens\":270,\"estimatedTurns\":3,\"cost\":{\"USD\":\"1.75\"}}"));
        assertThat(days.get(1).path("day").asText()).isEqualTo(TODAY.plusDays(1).toString());
        JsonNode models = rows(ALICE, "?by=model");
        assertThat(models).hasSize(2);
        assertThat(models.get(0).path("model").asText()).isEqualTo("gpt-4o");
        assertThat(models.get(0).path("turns").asLong()).isEqualTo(5);
        assertThat(models.get(1).path("cost")).isEmpty();
        assertThat(rows(BOB, "")).singleElement()
                .satisfies(row -> assertThat(row.path("turns").asLong()).isEqualTo(7));
    }

    @Test
    void daysBeforeAndAfterAreNotCounted() {
        assertThat(rows(ALICE, "?from=" + TODAY + "&to=" + TODAY)).hasSize(1);
        assertThat(rows(ALICE, "?from=" + TODAY.minusDays(9) + "&to=" + TODAY.minusDays(1))).isEmpty();
    }

    @Test
    void everybodysIsForAdministrators() {
        for (String query : new String[]{"?by=principal", "?all=true", "?by=model&all=true"}) {
            HttpResponse<String> refused = get(ALICE, query);
            assertThat(refused.statusCode()).as(query).isEqualTo(403);
            assertThat(refused.body()).contains("missing_scope");
        }
        JsonNode principals = rows(ADMIN, "?by=principal");
        assertThat(principals).hasSize(2);
        assertThat(principals).anySatisfy(row -> {
            assertThat(row.path("principal").asText()).isEqualTo("rivulet|bob");
            assertThat(row.path("owner").asText()).isEqualTo(owner("bob"));
            assertThat(row.path("turns").asLong()).isEqualTo(7);
        });
        assertThat(rows(ADMIN, "")).isEmpty();
    }

    @Test
    void aKeyWithoutTheScopeIsRefused() {
        assertThat(get(ASKER, "").statusCode()).isEqualTo(403);
        assertThat(gateway.get("/v1/usage").statusCode()).isEqualTo(401);
    }

    @Test
    void badInputIsNamed() {
        for (String query : new String[]{"?by=hour", "?from=yesterday", "?to=2026-13-01", "?from=%2B999999999-01-01",
                "?from=2026-02-01&to=2026-01-01", "?from=2020-01-01&to=2026-01-01", "?all=yes", "?days=3"}) {
            HttpResponse<String> refused = get(ALICE, query);
            assertThat(refused.statusCode()).as(query).isEqualTo(400);
            assertThat(TestGateway.tree(refused).path("field").asText()).as(query).isIn("by", "from", "to", "all",
                    "days");
        }
    }

    private static UsageTotal total(String subject, LocalDate day, String model, String part, long turns, String cost) {
        return new UsageTotal(owner(subject), "rivulet|" + subject, day.toString(), model, part, turns, 10 * turns,
                20 * turns, 30 * turns, 1, cost, cost == null ? null : "USD");
    }

    private static String owner(String subject) {
        return Principal.of(ApiKey.ISSUER, subject).owner();
    }

    private static void write(UsageTotal total) {
        fixture.worker().usage(total);
    }

    private static JsonNode rows(String key, String query) {
        HttpResponse<String> response = get(key, query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestGateway.tree(response).path("usage");
    }

    private static HttpResponse<String> get(String key, String query) {
        return gateway.get("/v1/usage" + query, "Authorization", "Bearer " + key);
    }
}
