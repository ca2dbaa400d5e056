package dev.rivulet.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedStartIT {

    @TempDir
    Path directory;

    @Test
    void aTakenPortIsNamedAndTheDirectoryIsFreeAgain() throws Exception {
        EmbeddedKafkaOptions options = EmbeddedKafkaOptions.keptIn(directory);
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(options.withClientPort(holder.getLocalPort())))
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessageContaining("Port " + holder.getLocalPort() + " on 127.0.0.1 is already in use");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(options)).hasMessageContaining("in use by another broker");
            assertThat(kafka.isRunning(0)).isTrue();
        }
        assertThatThrownBy(() -> EmbeddedKafka.start(options.withBrokers(3)))
                .hasMessageContaining("belongs to a cluster of 1 broker(s), not 3");
    }

    @Test
    void aBadBrokerPropertyIsNamedAndThisProcessLivesOn() {
        assertThatThrownBy(() -> EmbeddedKafka.start(
                EmbeddedKafkaOptions.keptIn(directory).withProperty("num.io.threads", "many")))
                .isInstanceOf(EmbeddedKafkaException.class).hasMessageContaining("num.io.threads");
    }

    @Test
    void damagedStorageIsAnError() throws Exception {
        Path node = Files.createDirectories(directory.resolve("node-0"));
        Files.writeString(node.resolve("meta.properties"), "version=1\ncluster.id=abc\nnode.id=7\n");
        assertThatThrownBy(() -> EmbeddedKafka.start(EmbeddedKafkaOptions.keptIn(directory)))
                .isInstanceOf(EmbeddedKafkaException.class).hasMessageContaining("damaged");
    }
}
