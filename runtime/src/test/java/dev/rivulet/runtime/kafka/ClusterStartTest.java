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
        KafkaClients misspelt = Settings.kafka("bootstrap-servers", "no-port", "startup-max-backoff", "1ms");
        FutureTask<Topics> start = new FutureTask<>(() -> ClusterStart.await(misspelt, Settings.topics()));
        try (CapturedLog log = new CapturedLog(ClusterStart.class)) {
            Thread thread = Thread.startVirtualThread(start);
            await().until(() -> !log.lines().isEmpty());
            thread.interrupt();
            assertThat(log.lines().getFirst()).contains("Invalid url in bootstrap.servers: no-port");
        }
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
        assertThat(clients.common()).containsEntry(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "7")
                .containsEntry(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false")
                .containsEntry(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "a:1");
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
