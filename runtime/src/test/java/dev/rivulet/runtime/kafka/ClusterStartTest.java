package dev.rivulet.runtime.kafka;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.config.InvalidConfigException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.Test;

class ClusterStartTest {

    @Test
    void everyAttemptThatFailsIsLoggedUntilTheProcessIsToStop() throws Exception {
        KafkaClients nowhere = Settings.kafka("bootstrap-servers", "127.0.0.1:" + closedPort(), "request-timeout",
                "50ms", "startup-max-backoff", "20ms");
        FutureTask<Topics> start = new FutureTask<>(() -> ClusterStart.await(nowhere, Settings.topics()));
        try (CapturedLog log = new CapturedLog(ClusterStart.class)) {
            Thread thread = Thread.startVirtualThread(start);
            await().until(() -> log.lines().size() >= 3);
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            assertThat(log.lines()).allMatch(line -> line.startsWith("WARN Kafka cannot be reached")
                    && line.contains(nowhere.config().bootstrapServers()) && line.contains("Timeout"));
        }
        assertThatThrownBy(() -> start.get(0, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void theCauseIsLoggedAndNotItsWrapping() throws Exception {
        KafkaClients withoutLogin = Settings.kafka("bootstrap-servers", "127.0.0.1:" + closedPort(),
                "client.\"security.protocol\"", "SASL_PLAINTEXT", "startup-max-backoff", "1ms");
        FutureTask<Topics> start = new FutureTask<>(() -> ClusterStart.await(withoutLogin, Settings.topics()));
        try (CapturedLog log = new CapturedLog(ClusterStart.class)) {
            Thread thread = Thread.startVirtualThread(start);
            await().until(() -> !log.lines().isEmpty());
            thread.interrupt();
            assertThat(log.lines().getFirst()).contains("KafkaClient").doesNotContain("Failed create");
        }
    }

    @Test
    void aNameThatStaysUnresolvedStopsTheProcess() {
        KafkaClients unresolvable = Settings.kafka("bootstrap-servers", "no-such-host.invalid:9092", "request-timeout",
                "300ms");
        assertThatThrownBy(() -> ClusterStart.await(unresolvable, Settings.topics()))
                .isInstanceOf(InvalidConfigException.class).hasMessage(
                        "rivulet.kafka.bootstrap-servers: no host of 'no-such-host.invalid:9092' can be resolved");
    }

    @Test
    void aCommandTriesOnceAndSaysWhatFailed() throws Exception {
        String servers = "no-such-host.invalid:9092,127.0.0.1:" + closedPort();
        KafkaClients nowhere = Settings.kafka("bootstrap-servers", servers, "request-timeout", "200ms");
        assertThatThrownBy(() -> ClusterStart.tryOnce(nowhere, Settings.topics()))
                .isInstanceOf(ClusterUnavailableException.class).hasMessageStartingWith("Kafka at " + servers)
                .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void aClientSettingThatDoesNotFitStopsTheProcess() {
        KafkaClients unfit = Settings.kafka("client.\"security.protocol\"", "CARRIER_PIGEON");
        assertThatThrownBy(() -> ClusterStart.await(unfit, Settings.topics()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rivulet.kafka.client").hasMessageContaining("security.protocol");
    }

    @Test
    void clientSettingsWinOverOursButNotOverTheBrokersOfThisConfiguration() {
        KafkaClients clients = Settings.kafka("bootstrap-servers", "a:1", "client.\"reconnect.backoff.max.ms\"", "7",
                "client.\"bootstrap.servers\"", "b:2");
        assertThat(clients.common("purpose")).containsEntry(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "7")
                .containsEntry(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false")
                .containsEntry(CommonClientConfigs.CLIENT_ID_CONFIG, "rivulet-test-purpose")
                .containsEntry(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "a:1");
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
