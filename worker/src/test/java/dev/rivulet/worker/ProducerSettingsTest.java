package dev.rivulet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"100ms", "2s", "10s", "10001ms", "2m", "1h"})
    void anyPublishTimeoutMakesAProducer(String timeout) {
        Config config = config(Map.of("rivulet.worker.publish-timeout", timeout));

        assertThatCode(() -> new KafkaProducer<byte[], byte[]>(events(config)).close(Duration.ZERO))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10ms", "1s", "1m"})
    void anyHeartbeatIntervalMakesAProducer(String interval) {
        Config config = config(Map.of("rivulet.worker.heartbeat-interval", interval));

        assertThatCode(() -> new KafkaProducer<byte[], byte[]>(heartbeats(config)).close(Duration.ZERO))
                .doesNotThrowAnyException();
    }

    @Test
    void aHeartbeatIsGivenUpWhenItsWorkerWouldCountAsDead() {
        Map<String, Object> heartbeats = heartbeats(config(Map.of()));

        assertThat(heartbeats).containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4_500)
                .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_250);
    }

    @Test
    void afterAnOutageAWorkerIsConnectedBeforeOthersCanCountItDead() {
        Map<String, Object> heartbeats = heartbeats(config(Map.of()));

        Duration attempt = Duration.ofMillis(
                Long.parseLong("" + heartbeats.get(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG)));
        Duration pause = Duration.ofMillis(
                Long.parseLong("" + heartbeats.get(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG)));
        assertThat(attempt.plus(pause).multipliedBy(2)).isLessThan(Duration.ofMillis(4_500));
        assertThat(heartbeats.get(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG))
                .isEqualTo(attempt.toMillis());
    }

    private static Config config(Map<String, String> properties) {
        return Config.of(Map.of(), properties);
    }

    private static Map<String, Object> events(Config config) {
        return ProducerSettings.events(clients(config), config.section(WorkerConfig.class, WorkerConfig.PREFIX),
                1 << 20);
    }

    private static Map<String, Object> heartbeats(Config config) {
        return ProducerSettings.heartbeats(clients(config), config.section(WorkerConfig.class, WorkerConfig.PREFIX));
    }

    private static KafkaClients clients(Config config) {
        return new KafkaClients(config.section(KafkaConfig.class, KafkaConfig.PREFIX), "worker-1");
    }
}
