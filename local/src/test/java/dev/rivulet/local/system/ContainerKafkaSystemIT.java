package dev.rivulet.local.system;

import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The system over the broker of the official image. */
@EnabledIf(value = "dockerAnswers", disabledReason = "no Docker engine answers here")
class ContainerKafkaSystemIT extends SystemSuite {

    private KafkaContainer kafka;

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    String startKafka() {
        kafka = new KafkaContainer(DockerImageName.parse("apache/kafka:4.3.1"));
        kafka.start();
        return kafka.getBootstrapServers();
    }

    @Override
    void stopKafka() {
        kafka.stop();
    }
}
