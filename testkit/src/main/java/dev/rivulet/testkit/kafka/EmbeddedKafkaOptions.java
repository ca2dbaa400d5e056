package dev.rivulet.testkit.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The options of an {@link EmbeddedKafka}. Immutable; start from {@link #temporary()} or {@link #keptIn(Path)}.
 *
 * @param brokers 1 or 3 nodes, each both broker and controller
 * @param clientPort the port of the first broker, the others count up from it; 0 for free ports
 * @param dataDirectory kept on close; empty for a temporary directory, which is deleted on close
 * @param retentionCheck how often the brokers look for segments past their retention
 * @param brokerProperties Kafka broker properties that override the ones set here
 * @param users the passwords of those that a new cluster knows (SCRAM-SHA-512), by name
 */
public record EmbeddedKafkaOptions(int brokers, int clientPort, Optional<Path> dataDirectory, Duration retentionCheck,
        Map<String, String> brokerProperties, Map<String, String> users) {

    public EmbeddedKafkaOptions {
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("brokers must be 1 or 3, not " + brokers);
        }
        if (clientPort < 0 || clientPort + brokers - 1 > 65_535) {
            throw new IllegalArgumentException("clientPort out of range: " + clientPort);
        }
        if (retentionCheck.toMillis() < 1) {
            throw new IllegalArgumentException("retentionCheck must be at least 1 ms, not " + retentionCheck);
        }
        brokerProperties = Map.copyOf(brokerProperties);
        users = Map.copyOf(users);
    }

    /** One broker on a free port, with data that is deleted on close. */
    public static EmbeddedKafkaOptions temporary() {
        return new EmbeddedKafkaOptions(1, 0, Optional.empty(), Duration.ofSeconds(30), Map.of(), Map.of());
    }

    /** One broker on a free port, with data that is kept in this directory. */
    public static EmbeddedKafkaOptions keptIn(Path directory) {
        return new EmbeddedKafkaOptions(1, 0, Optional.of(directory), Duration.ofSeconds(30), Map.of(), Map.of());
    }

    public EmbeddedKafkaOptions withBrokers(int count) {
        return new EmbeddedKafkaOptions(count, clientPort, dataDirectory, retentionCheck, brokerProperties, users);
    }

    public EmbeddedKafkaOptions withClientPort(int port) {
        return new EmbeddedKafkaOptions(brokers, port, dataDirectory, retentionCheck, brokerProperties, users);
    }

    /** Adds one broker property. */
    public EmbeddedKafkaOptions withProperty(String name, String value) {
        Map<String, String> more = new HashMap<>(brokerProperties);
        more.put(name, value);
        return new EmbeddedKafkaOptions(brokers, clientPort, dataDirectory, retentionCheck, more, users);
    }

    /** Sets the users of a new cluster: passwords by name. */
    public EmbeddedKafkaOptions withUsers(Map<String, String> passwords) {
        return new EmbeddedKafkaOptions(brokers, clientPort, dataDirectory, retentionCheck, brokerProperties,
                passwords);
    }
}
