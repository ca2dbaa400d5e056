package dev.rivulet.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class EmbeddedKafkaIT {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafkaIT.class);
    private static final Duration QUICK = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void recordsWrittenAreRead() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Records.createTopic(kafka.bootstrapServers(), "words", 2);
            Records.write(kafka.bootstrapServers(), "words", 0, 100);
            assertThat(Records.read(kafka.bootstrapServers(), "words", 100)).isEqualTo(Records.expected(100));
        }
    }

    @Test
    void dataAndClusterIdOutliveARestartOnOtherPorts() throws Exception {
        EmbeddedKafkaOptions options = EmbeddedKafkaOptions.keptIn(directory);
        String cluster;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
            cluster = kafka.clusterId();
            Records.createTopic(kafka.bootstrapServers(), "kept", 1);
            Records.write(kafka.bootstrapServers(), "kept", 0, 50);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
            assertThat(kafka.clusterId()).isEqualTo(cluster);
            Records.write(kafka.bootstrapServers(), "kept", 50, 60);
            assertThat(Records.read(kafka.bootstrapServers(), "kept", 60)).isEqualTo(Records.expected(60));
        }
    }

    @Test
    void startAndCloseAreQuick() {
        Instant before = Instant.now();
        EmbeddedKafka kafka = EmbeddedKafka.start();
        Instant up = Instant.now();
        kafka.close();
        Instant down = Instant.now();
        log.info("start {} ms, close {} ms", Duration.between(before, up).toMillis(),
                Duration.between(up, down).toMillis());
        assertThat(Duration.between(before, down)).isLessThan(QUICK);
    }

    @Test
    void aLoneBrokerComesBackOnItsPortWithItsData() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            String address = kafka.bootstrapServers();
            Records.createTopic(kafka.bootstrapServers(), "back", 1);
            Records.write(kafka.bootstrapServers(), "back", 0, 20);
            kafka.stopBroker(0);
            assertThat(kafka.isRunning(0)).isFalse();
            kafka.startBroker(0);
            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(Records.read(kafka.bootstrapServers(), "back", 20)).isEqualTo(Records.expected(20));
        }
    }
}
