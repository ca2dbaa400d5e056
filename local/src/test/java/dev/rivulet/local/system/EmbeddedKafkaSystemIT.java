package dev.rivulet.local.system;

import dev.rivulet.testkit.kafka.SharedKafka;

/** The system over the broker in this JVM. */
class EmbeddedKafkaSystemIT extends SystemSuite {

    /** Of its tests, these alone use topics without a prefix. */
    @Override
    String startKafka() {
        return SharedKafka.bootstrapServers();
    }

    @Override
    void stopKafka() {
        // It ends with this JVM.
    }
}
