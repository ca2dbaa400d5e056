package dev.rivulet.gateway;

import dev.rivulet.testkit.kafka.EmbeddedKafka;

/** One broker for all tests of the JVM that only need one which works. */
final class SharedKafka {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(KAFKA::close));
    }

    private SharedKafka() {}

    static String bootstrapServers() {
        return KAFKA.bootstrapServers();
    }
}
