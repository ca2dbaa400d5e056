package dev.rivulet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.worker.liveness.WorkerRole;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.ProviderKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerConfigTest {

    @Test
    void defaultsOfTheWorker() {
        WorkerConfig worker = worker(Map.of());

        assertThat(worker.roles()).containsExactlyInAnyOrder(WorkerRole.values());
        assertThat(worker.maxHandOvers()).isEqualTo(3);
        assertThat(worker.httpPort()).isZero();
        assertThat(worker.httpHost()).isEqualTo("127.0.0.1");
        assertThat(worker.coordinatorThreads()).isEqualTo(1);
        assertThat(worker.stateDir()).isEmpty();
        assertThat(worker.standbyReplicas()).isEqualTo(1);
        assertThat(worker.concurrentTurns()).isEqualTo(4_000);
        assertThat(worker.turnMemory()).isEqualTo(20);
        assertThat(worker.waitingMemory()).isEqualTo(20);
        assertThat(worker.queueTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(worker.firstTokenTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(worker.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(worker.totalTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(worker.deltaWindow()).isEqualTo(Duration.ofMillis(20));
        assertThat(worker.linger()).isEqualTo(Duration.ofMillis(4));
        assertThat(worker.maxDeltaWindow()).isEqualTo(Duration.ofMillis(100));
        assertThat(worker.maxLinger()).isEqualTo(Duration.ofMillis(10));
        assertThat(worker.eventLoops()).isOne();
        assertThat(worker.drainTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(worker.maxAnswerChars()).isEqualTo(1_000_000);
        assertThat(worker.maxQueuedTurns()).isEqualTo(100);
        assertThat(worker.maxQueuedChars()).isEqualTo(1_000_000);
        assertThat(worker.conversationMaxChars()).isEqualTo(32_000);
        assertThat(worker.promptEventMaxChars()).isEqualTo(16_000);
        assertThat(worker.conversationRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(worker.rememberedTurns()).isEqualTo(32);
        assertThat(worker.maxAttempts()).isEqualTo(3);
        assertThat(worker.heartbeatInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(worker.missedHeartbeats()).isEqualTo(9);
        assertThat(worker.probeInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(worker.probeTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(worker.publishTimeout()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aWorkerHasOneRoleOrBoth() {
        assertThat(worker(Map.of("rivulet.worker.roles", "execute")).roles()).containsExactly(WorkerRole.EXECUTE);
        assertThat(worker(Map.of("rivulet.worker.roles", "execute, coordinate")).roles()).hasSize(2);
    }

    @Test
    void aRoleThatThereIsNotIsToldWithThoseThereAre() {
        assertThatThrownBy(() -> worker(Map.of("rivulet.worker.roles", "execute,dance")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rivulet.worker.roles: 'dance' is not one of coordinate, execute");
    }

    @Test
    void aWorkerThatExecutesNothingNeedsNoProvider() {
        assertThatCode(() -> Worker.requireValid(
                Config.of(Map.of(), Map.of("rivulet.worker.roles", "coordinate")))).doesNotThrowAnyException();
    }

    @Test
    void theMemoryOfSingleModelsIsAListOfNamesAndNumbers() {
        String sizes = "org/a:8b=8000, b=x = 400000";
        assertThat(worker(Map.of("rivulet.worker.conversation-max-chars-by-model", sizes))
                .conversationMaxCharsByModel()).contains(
                        List.of(new MemorySize("org/a:8b", 8_000), new MemorySize("b=x", 400_000)));
    }

    @Test
    void defaultsOfTheProvider() {
        ProviderConfig provider = provider(Map.of());

        assertThat(provider.kind()).isEqualTo(ProviderKind.OPENAI);
        assertThat(provider.name()).isEmpty();
        assertThat(provider.baseUrl()).isEmpty();
        assertThat(provider.apiKey()).isEmpty();
        assertThat(provider.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(provider.maxRetries()).isEqualTo(2);
        assertThat(provider.retryInitialBackoff()).isEqualTo(Duration.ofMillis(250));
        assertThat(provider.retryMaxBackoff()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theApiKeyIsRedacted() {
        ProviderConfig provider = Config.of(Map.of("OPENAI_API_KEY", "sk-very-secret"), Map.of())
                .section(ProviderConfig.class, ProviderConfig.PREFIX);

        assertThat(provider.apiKey().orElseThrow().value()).isEqualTo("sk-very-secret");
        assertThat(provider.apiKey().toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"rivulet.worker.idle-time-out,5s", "rivulet.worker.concurrent-turns,0",
            "rivulet.worker.standby-replicas,-1", "rivulet.worker.roles,both", "rivulet.worker.roles,''",
            "rivulet.worker.max-hand-overs,-1", "rivulet.worker.idle-timeout,5", "rivulet.provider.max-retries,-1",
            "rivulet.provider.retry-max-backoff,0s", "rivulet.provider.apikey,x", "rivulet.provider.kind,gemini",
            "rivulet.worker.conversation-max-chars-by-model,m", "rivulet.worker.conversation-max-chars-by-model,=1",
            "rivulet.worker.conversation-max-chars-by-model,m=0", "rivulet.provider.max-tokens,0"})
    void anUnknownKeyOrABadValueIsASentenceThatNamesTheKey(String key, String value) {
        assertThatThrownBy(() -> {
            worker(Map.of(key, value));
            provider(Map.of(key, value));
        }).isInstanceOf(InvalidConfigException.class).hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({"rivulet.provider.base-url,ftp://host/v1", "rivulet.provider.base-url,http://host:99999/v1",
            "rivulet.provider.base-url,localhost:8080"})
    void aProviderAddressThatCannotBeUsedStopsTheStart(String key, String value) {
        assertRefused(Map.of(key, value), key);
    }

    @Test
    void aKeyThatAHeaderCannotCarryStopsTheStartAndIsNotRepeated() {
        assertKeyRefused(Map.of("rivulet.provider.api-key", "sk-\u00e9secret"));
        assertKeyRefused(Map.of("rivulet.provider.api-key", "sk-\nsecret", "rivulet.provider.kind", "anthropic"));
    }

    private static void assertKeyRefused(Map<String, String> properties) {
        assertThatThrownBy(() -> Worker.start(Config.of(Map.of(), properties)))
                .isInstanceOf(InvalidConfigException.class).hasMessageContaining("rivulet.provider.api-key")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aWorkerWithoutAProviderDoesNotStart() {
        assertRefused(Map.of(), "OPENAI_API_KEY");
        assertRefused(Map.of("rivulet.provider.kind", "anthropic"), "ANTHROPIC_API_KEY");
    }

    @Test
    void aKindOfProviderThatThereIsNotIsToldWithThoseThereAre() {
        assertThatThrownBy(() -> provider(Map.of("rivulet.provider.kind", "gemini")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rivulet.provider.kind: 'gemini' is not one of anthropic, openai");
    }

    @Test
    void anAnswerThatNoRecordCouldHoldStopsTheStart() {
        assertRefused(Map.of("rivulet.provider.base-url", "http://127.0.0.1:1/v1", "rivulet.topics.max-record-bytes",
                "1m"), "rivulet.worker.max-answer-chars");
    }

    private static void assertRefused(Map<String, String> properties, String name) {
        assertThatThrownBy(() -> Worker.start(Config.of(Map.of(), properties)))
                .isInstanceOf(InvalidConfigException.class).hasMessageContaining(name);
    }

    private static WorkerConfig worker(Map<String, String> properties) {
        return Config.of(Map.of(), properties).section(WorkerConfig.class, WorkerConfig.PREFIX);
    }

    private static ProviderConfig provider(Map<String, String> properties) {
        return Config.of(Map.of(), properties).section(ProviderConfig.class, ProviderConfig.PREFIX);
    }
}
