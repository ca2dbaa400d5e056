package dev.rivulet.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {

    @Test
    void defaultsApplyWhenNothingIsSet() {
        Config config = Config.of(Map.of(), Map.of());
        GatewayConfig gateway = config.section(GatewayConfig.class, GatewayConfig.PREFIX);
        assertThat(gateway.publishTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(gateway.maxPromptChars()).isEqualTo(200_000);
        assertThat(gateway.replayThreads()).isEqualTo(2);
        assertThat(gateway.maxLookupRecords()).isEqualTo(20_000);
        assertThat(gateway.knownTurns()).isEqualTo(20_000);
        assertThat(gateway.sessionStateAge()).isEqualTo(Duration.ofSeconds(1));
        assertThat(gateway.lookupTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(gateway.sharePartitions()).isTrue();
        assertThat(gateway.partitionLinger()).isEqualTo(Duration.ofSeconds(30));
        assertThat(gateway.probeInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(gateway.probeTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(gateway.maxQueueTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(gateway.maxFirstTokenTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(gateway.maxIdleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(gateway.maxTotalTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(gateway.maxAttempts()).isEqualTo(3);
        assertThat(gateway.models()).isEmpty();
        AuthConfig auth = config.section(AuthConfig.class, AuthConfig.PREFIX);
        assertThat(auth.mode()).isEmpty();
        assertThat(AuthConfig.modeOf(auth)).isEqualTo(AuthConfig.Mode.OFF);
        assertThat(auth.keysFile()).isEmpty();
        assertThat(auth.checkInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(auth.maxKeys()).isEqualTo(10_000);
        assertThat(auth.secrets()).isEmpty();
        assertThat(auth.secretsFile()).isEmpty();
        assertThat(auth.acceptUnsignedCursors()).isFalse();
        assertThat(auth.maxGrantLifetime()).isEqualTo(Duration.ofDays(7));
        JwtConfig jwt = auth.jwt();
        assertThat(jwt.issuer()).isEmpty();
        assertThat(jwt.audience()).isEmpty();
        assertThat(jwt.jwksUrl()).isEmpty();
        assertThat(jwt.principalClaim()).isEqualTo("sub");
        assertThat(jwt.scopesClaim()).isEqualTo("scope");
        assertThat(jwt.quotaClassClaim()).isEmpty();
        assertThat(jwt.algorithms()).containsExactly("RS256", "ES256");
        assertThat(jwt.clockTolerance()).isEqualTo(Duration.ofSeconds(60));
        assertThat(jwt.maxTokenChars()).isEqualTo(8_192);
        assertThat(jwt.cachedTokens()).isEqualTo(10_000);
        assertThat(jwt.threads()).isEqualTo(2);
        assertThat(jwt.maxWaiting()).isEqualTo(2_000);
        assertThat(jwt.refreshInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(jwt.minRefreshInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(jwt.fetchTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(jwt.maxDocument()).isEqualTo(256 << 10);
        assertThat(jwt.outageTolerance()).isEqualTo(Duration.ofHours(24));
        QuotaConfig quota = config.section(QuotaConfig.class, QuotaConfig.PREFIX);
        assertThat(quota.defaults().requestsPerMinute()).isEmpty();
        assertThat(quota.defaults().openTurns()).isEmpty();
        assertThat(quota.defaults().openStreams()).isEmpty();
        assertThat(quota.defaults().lookups()).isEmpty();
        assertThat(quota.defaults().tokensPerDay()).isEmpty();
        assertThat(quota.defaults().tokensPerMonth()).isEmpty();
        assertThat(quota.defaults().costPerDay()).isEmpty();
        assertThat(quota.defaults().costPerMonth()).isEmpty();
        assertThat(quota.settleTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(quota.classes()).isEmpty();
        assertThat(quota.maxTurnAge()).isEqualTo(Duration.ofHours(1));
        assertThat(quota.maxPrincipals()).isEqualTo(20_000);
        HttpConfig http = config.section(HttpConfig.class, HttpConfig.PREFIX);
        assertThat(http.host()).isEqualTo("127.0.0.1");
        assertThat(http.port()).isEqualTo(8080);
        assertThat(http.managementPort()).isEmpty();
        assertThat(http.managementHost()).isEqualTo("127.0.0.1");
        assertThat(http.eventLoops()).isEmpty();
        assertThat(http.maxBody()).isEqualTo(1 << 20);
        assertThat(http.keepAliveInterval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(http.pongTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(http.maxSocketStreams()).isEqualTo(64);
        assertThat(http.maxStreamBuffer()).isEqualTo(64 << 10);
        assertThat(http.maxCollectedText()).isEqualTo(64 << 20);
        assertThat(http.sendBuffer()).isEqualTo(64 << 10);
        assertThat(http.disconnectGrace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(http.maxJsonDepth()).isEqualTo(64);
        assertThat(http.maxJsonTokens()).isEqualTo(100_000);
        assertThat(http.maxInlineJson()).isEqualTo(64 << 10);
        assertThat(http.jsonThreads()).isEqualTo(2);
        assertThat(http.headerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(http.bodyTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(http.idleTimeout()).isEqualTo(Duration.ofSeconds(75));
        assertThat(http.stalledReaderTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(http.maxConnections()).isEmpty();
        assertThat(http.maxConnectionsPerAddress()).isEmpty();
        assertThat(http.maxPipelinedRequests()).isEqualTo(16);
        assertThat(http.corsOrigins()).isEmpty();
        assertThat(http.allowedHosts()).isEmpty();
        assertThat(http.plainStream()).isTrue();
        assertThat(http.shutdownTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void environmentVariablesAreRead() {
        Config config = Config.of(Map.of("RIVULET_HTTP_PORT", "9999", "RIVULET_HTTP_HOST", "0.0.0.0",
                "RIVULET_HTTP_CORS_ORIGINS", "https://a.example,https://b.example", "RIVULET_GATEWAY_MODELS", "x,y"),
                Map.of());
        HttpConfig http = config.section(HttpConfig.class, HttpConfig.PREFIX);
        assertThat(http.port()).isEqualTo(9999);
        assertThat(http.host()).isEqualTo("0.0.0.0");
        assertThat(http.managementHost()).isEqualTo("0.0.0.0");
        assertThat(http.corsOrigins().orElseThrow()).containsExactly("https://a.example", "https://b.example");
        assertThat(config.section(GatewayConfig.class, GatewayConfig.PREFIX).models().orElseThrow())
                .containsExactly("x", "y");
    }

    @Test
    void classesOfQuotasAreReadFromPropertiesAndFromTheEnvironment() {
        QuotaConfig quota = Config.of(
                Map.of("RIVULET_QUOTA_DEFAULT_OPEN_TURNS", "20", "RIVULET_QUOTA_CLASS_GOLD_OPEN_TURNS", "50"),
                Map.of("rivulet.quota.class.gold.requests-per-minute", "6000",
                        "rivulet.quota.class.batch-jobs.open-streams", "unlimited"))
                .section(QuotaConfig.class, QuotaConfig.PREFIX);
        assertThat(quota.defaults().openTurns()).contains(20);
        assertThat(quota.classes()).containsOnlyKeys("gold", "batch-jobs");
        assertThat(quota.classes().get("gold").requestsPerMinute()).contains(6_000);
        assertThat(quota.classes().get("gold").openTurns()).contains(50);
        assertThat(quota.classes().get("gold").lookups()).isEmpty();
        assertThat(quota.classes().get("batch-jobs").openStreams()).contains(QuotaLimit.NONE);
    }

    @ParameterizedTest
    @CsvSource({"rivulet.quota.default.open-turns, 0", "rivulet.quota.default.open-turns, many",
            "rivulet.quota.class.gold.lookups, -1", "rivulet.quota.default.tokens-per-day, 0",
            "rivulet.quota.default.cost-per-month, 1e9", "rivulet.quota.class.gold.unknown, 1",
            "rivulet.quota.open, 1"})
    void anInvalidQuotaIsNamedInTheError(String key, String value) {
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(
                () -> Config.of(Map.of(), Map.of(key, value)).section(QuotaConfig.class, QuotaConfig.PREFIX))
                .withMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({"rivulet.http.port, 70000", "rivulet.http.max-body, 0", "rivulet.http.keep-alive-interval, soon",
            "rivulet.http.event-loops, 0", "rivulet.http.unknown, 1"})
    void anInvalidValueOrKeyIsNamedInTheError(String key, String value) {
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(
                () -> Config.of(Map.of(), Map.of(key, value)).section(HttpConfig.class, HttpConfig.PREFIX))
                .withMessageContaining(key);
    }
}
