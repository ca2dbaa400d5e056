package dev.rivulet.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledBrokerIT {

    @TempDir
    Path directory;

    @Test
    void acknowledgedRecordsOutliveAKillOfTheProcess() throws Exception {
        try (BrokerProcess other = BrokerProcess.start(directory)) {
            Records.createTopic(other.bootstrapServers(), "kept", 1);
            Records.write(other.bootstrapServers(), "kept", 0, 30);

            assertThatThrownBy(() -> EmbeddedKafka.start(EmbeddedKafkaOptions.keptIn(directory)))
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessageContainingAll(directory.toString(), "in use by another broker");

            other.kill();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.keptIn(directory))) {
            Records.write(kafka.bootstrapServers(), "kept", 30, 31);
            assertThat(Records.read(kafka.bootstrapServers(), "kept", 31)).isEqualTo(Records.expected(31));
        }
    }
}
