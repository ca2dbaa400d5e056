package dev.rivulet.local.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The system over the broker of the official image. Skips where no Docker engine answers. */
class ContainerKafkaSystemIT extends SystemSuite {

    private KafkaContainer kafka;

    @Override
    String startKafka() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers here");
        kafka = new KafkaContainer(DockerImageName.parse("apache/kafka:4.3.1"));
        kafka.start();
        return kafka.getBootstrapServers();
    }

    @Override
    void stopKafka() {
        if (kafka != null) {
            kafka.stop();
        }
    }
}
