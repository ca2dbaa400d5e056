package dev.rivulet.testkit.kafka;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One broker for all tests of this JVM that only need one that works. It starts when it is first used and ends with the
 * JVM.
 * Tests keep apart by the prefix of their topics. Thread-safe.
 */
public final class SharedKafka {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(KAFKA::close));
    }

    private SharedKafka() {}

    /** The broker's {@code bootstrap.servers}. */
    public static String bootstrapServers() {
        return KAFKA.bootstrapServers();
    }

    /** Returns a prefix for topics, with the test's name in it, that was not returned before. */
    public static String newPrefix(Class<?> test) {
        return test.getSimpleName() + "-" + PREFIXES.incrementAndGet() + ".";
    }
}
