package dev.rivulet.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ThreeBrokersIT {

    private static final Logger log = LoggerFactory.getLogger(ThreeBrokersIT.class);

    @TempDir
    Path directory;

    @Test
    void anyOneBrokerMayStopAndEachComesBack() throws Exception {
        EmbeddedKafkaOptions options = EmbeddedKafkaOptions.keptIn(directory).withBrokers(3);
        Instant before = Instant.now();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
            log.info("three brokers up after {} ms", Duration.between(before, Instant.now()).toMillis());
            String servers = kafka.bootstrapServers();
            Records.createTopic(servers, "replicated", 3);
            for (int broker = 0; broker < 3; broker++) {
                Instant stopping = Instant.now();
                kafka.stopBroker(broker);
                Instant stopped = Instant.now();
                Records.write(servers, "replicated", broker * 10, broker * 10 + 10);
                Instant starting = Instant.now();
                kafka.startBroker(broker);
                log.info("stop {} ms, write {} ms, start {} ms", Duration.between(stopping, stopped).toMillis(),
                        Duration.between(stopped, starting).toMillis(),
                        Duration.between(starting, Instant.now()).toMillis());
            }
            assertThat(Records.read(servers, "replicated", 30))
                    .containsExactlyInAnyOrderElementsOf(Records.expected(30));
            before = Instant.now();
        }
        log.info("close of three brokers {} ms", Duration.between(before, Instant.now()).toMillis());
        before = Instant.now();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
            log.info("three brokers restarted after {} ms", Duration.between(before, Instant.now()).toMillis());
            assertThat(Records.read(kafka.bootstrapServers(), "replicated", 30)).hasSize(30);
            assertThat(kafka.firstFault()).isEmpty();
        }
    }
}
