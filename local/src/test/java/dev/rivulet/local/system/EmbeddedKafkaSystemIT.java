package dev.rivulet.local.system;

import dev.rivulet.testkit.kafka.EmbeddedKafka;

/** The system over a broker in this JVM. */
class EmbeddedKafkaSystemIT extends SystemSuite {

    private EmbeddedKafka kafka;

    @Override
    String startKafka() {
        kafka = EmbeddedKafka.start();
        return kafka.bootstrapServers();
    }

    @Override
    void stopKafka() {
        kafka.close();
    }
}
