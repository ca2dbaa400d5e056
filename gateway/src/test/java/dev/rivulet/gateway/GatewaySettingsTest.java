package dev.rivulet.gateway;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void followersAreCountedAgainAsOftenAsWorkersCanUse() {
        for (String wrong : List.of("999ms", "21m")) {
            assertRefused(Map.of("rivulet.gateway.presence-interval", wrong),
                    "rivulet.gateway.presence-interval: must be 1s to 20m");
        }
        for (String right : List.of("1s", "20m")) {
            assertThatCode(() -> check(Map.of("rivulet.gateway.presence-interval", right))).doesNotThrowAnyException();
        }
    }

    @Test
    void theDefaultModelIsAllowed() {
        assertRefused(Map.of("rivulet.model", "c", "rivulet.turns.allowed-models", "a,b"),
                "rivulet.turns.allowed-models: must contain c");
    }

    @Test
    void aBudgetNeedsABoundForEachTurnAndOneOfMoneyPrices() {
        String tokens = "rivulet.quota.class.gold.tokens-per-day";
        String cost = "rivulet.quota.default.cost-per-month";
        assertRefused(Map.of(tokens, "1000"), "rivulet.quota: budgets need rivulet.turns.max-tokens");
        assertRefused(Map.of(cost, "20", "rivulet.turns.max-tokens", "100"),
                "rivulet.quota: budgets of money need rivulet.usage.prices");
        assertThatCode(() -> check(Map.of(tokens, "1000", "rivulet.turns.max-tokens", "100")))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(Map.of(cost, "20", "rivulet.turns.max-tokens", "100", "rivulet.usage.prices",
                "gpt*=1/2"))).doesNotThrowAnyException();
    }

    @Test
    void aGatewayThatAsksNobodyListensOnLoopbackUnlessThatIsSpelledOut() {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1", "no-such-host.invalid")) {
            assertRefused(Map.of("rivulet.http.host", host), "rivulet.http.host: whoever reaches it could read");
            assertRefused(Map.of("rivulet.http.host", host, "rivulet.auth.mode", "off"), "rivulet.http.host: ");
            assertThatCode(() -> check(Map.of("rivulet.http.host", host, "rivulet.auth.mode", "none")))
                    .doesNotThrowAnyException();
        }
        for (String host : List.of("127.0.0.1", "127.1.2.3", "::1", "localhost")) {
            assertThatCode(() -> check(Map.of("rivulet.http.host", host))).doesNotThrowAnyException();
        }
    }

    @Test
    void authenticationIsNotSwitchedOnOrOffByHalfASetting(@TempDir Path folder) throws IOException {
        String file = Files.writeString(folder.resolve("keys"), "# none yet\n").toString();
        assertThatCode(() -> check(Map.of("rivulet.auth.keys-file", file, "rivulet.http.host", "0.0.0.0")))
                .doesNotThrowAnyException();
        assertRefused(Map.of("rivulet.auth.mode", "on"), "rivulet.auth.mode: on needs rivulet.auth.keys-file");
        assertRefused(Map.of("rivulet.auth.mode", "none", "rivulet.auth.keys-file", file), "rivulet.auth.mode: must");
        assertRefused(Map.of("rivulet.auth.mode", "maybe"), "rivulet.auth.mode");
        assertRefused(Map.of("rivulet.auth.keys-file", folder.resolve("absent").toString()),
                "rivulet.auth.keys-file: ");
        assertRefused(Map.of("rivulet.auth.key-file", file), "unknown key rivulet.auth.key-file");
    }

    @Test
    void tokensAreTakenOfOneIssuerForNamedAudiencesWithPinnedAlgorithms() {
        assertThatCode(() -> check(jwt("algorithms", "PS512,ES384"))).doesNotThrowAnyException();
        Map<String, String> anywhere = jwt("jwks-url", "https://keys.example/jwks");
        anywhere.put("rivulet.http.host", "0.0.0.0");
        assertThatCode(() -> check(anywhere)).doesNotThrowAnyException();
        for (String wrong : List.of("issuer", "/realm", "ftp://issuer.example", "https:///realm", "https://a b",
                "https://issuer.example/a|b")) {
            assertRefused(jwt("issuer", wrong), "rivulet.auth.jwt.issuer: must be a URL that begins with https://");
        }
        for (String wrong : List.of("https://issuer.example?a=b", "https://issuer.example#a")) {
            assertRefused(jwt("issuer", wrong), "rivulet.auth.jwt.issuer: has a query");
        }
        assertRefused(jwt("audience", ""), "rivulet.auth.jwt.audience: is needed");
        assertRefused(jwt("jwks-url", "file:///etc/keys"), "rivulet.auth.jwt.jwks-url: must be a URL");
        for (String wrong : List.of("none", "HS256", "RS256,HS256", "rs256", "EdDSA")) {
            assertRefused(jwt("algorithms", wrong), "rivulet.auth.jwt.algorithms: can be RS256, RS384, RS512, PS256,");
        }
        assertRefused(jwt("issuer", ""), "rivulet.auth.jwt.issuer: is needed with");
        assertRefused(jwt("clock-skew", "1s"), "unknown key rivulet.auth.jwt.clock-skew");
        Map<String, String> off = jwt("audience", "rivulet");
        off.put("rivulet.auth.mode", "off");
        assertRefused(off, "rivulet.auth.mode: must be on with rivulet.auth.keys-file or rivulet.auth.jwt.issuer");
    }

    private static Map<String, String> jwt(String name, String value) {
        Map<String, String> settings = new HashMap<>(Map.of("rivulet.auth.jwt.issuer", "https://issuer.example",
                "rivulet.auth.jwt.audience", "rivulet"));
        settings.put("rivulet.auth.jwt." + name, value);
        return settings;
    }

    @Test
    void thePagesPanelIsOfThisMachineAlone() {
        assertThatCode(() -> check(panel())).doesNotThrowAnyException();
        assertThatCode(() -> check(panel("control-url", "http://[::1]:4000", "host", "::1")))
                .doesNotThrowAnyException();
        for (String elsewhere : List.of("http://192.168.1.2:4000", "http://127.0.0.1.evil.example:4000",
                "http://127.0.0.1:4000/a b", "https://127.0.0.1:4000", "http://localhost", "http://a@127.0.0.1:4000",
                "http://127.0.0.1:4000; script-src *", "http://0.0.0.0:4000")) {
            assertRefused(panel("control-url", elsewhere), "rivulet.http.control-url: must be an address of loopback");
        }
        assertRefused(panel("host", "0.0.0.0"), "rivulet.http.control-url: needs a rivulet.http.host of loopback");
        assertRefused(panel("cors-origins", "*"), "rivulet.http.control-url: cannot be set together with cors-origins");
        assertRefused(panel("allowed-hosts", "*"), "rivulet.http.control-url: cannot be set together with");
        assertRefused(panel("control-secret", "short"), "rivulet.http.control-secret: must have 16 to 128");
        assertRefused(panel("control-secret", "0123456789abcdef\"><script>"), "rivulet.http.control-secret: must have");
        assertRefused(Map.of("rivulet.http.control-url", "http://127.0.0.1:4000"),
                "rivulet.http.control-url: must be set together with rivulet.http.control-secret");
    }

    private static Map<String, String> panel(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("rivulet.http.control-url", "http://127.0.0.1:4000",
                "rivulet.http.control-secret", "0123456789abcdef"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put("rivulet.http." + more[i], more[i + 1]);
        }
        return settings;
    }

    private static void assertRefused(Map<String, String> settings, String sentence) {
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(() -> check(settings))
                .withMessageContaining(sentence);
    }

    private static void check(Map<String, String> settings) {
        Gateway.requireValid(Config.of(Map.of(), settings));
    }
}
