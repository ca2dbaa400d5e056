package dev.rivulet.testkit.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The Kafka properties of one node: for a small machine, with internal topics that fit the number of brokers. */
final class NodeSettings {

    static final String CLIENT_LISTENER = "PLAINTEXT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String PROXIED_LISTENER = "PROXIED";

    private NodeSettings() {}

    /** @param proxied a second listener for clients; empty: none */
    static Map<String, String> of(int node, List<NodePorts> ports, Optional<ProxiedListener> proxied, Path directory,
            EmbeddedKafkaOptions options) {
        Map<String, String> settings = new HashMap<>();
        identity(settings, node, ports, directory);
        proxied.ifPresent(listener -> add(settings, listener));
        internalTopics(settings, ports.size());
        smallMachine(settings);
        settings.put("log.retention.check.interval.ms", Long.toString(options.retentionCheck().toMillis()));
        settings.putAll(options.brokerProperties());
        return settings;
    }

    private static void identity(Map<String, String> settings, int node, List<NodePorts> ports, Path directory) {
        String client = CLIENT_LISTENER + "://127.0.0.1:" + ports.get(node).client();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(node));
        settings.put("listeners", client + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + ports.get(node).controller());
        settings.put("advertised.listeners", client);
        settings.put("inter.broker.listener.name", CLIENT_LISTENER);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listener.security.protocol.map",
                CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        // Static voters: only their ids are stored, and the addresses are read from here at each start. Dynamic voters
        // (KIP-853) keep their addresses in the metadata log, so a restart with other ports would need a quorum that
        // can only be reached at the old ones.
        settings.put("controller.quorum.voters", IntStream.range(0, ports.size())
                .mapToObj(id -> id + "@127.0.0.1:" + ports.get(id).controller()).collect(Collectors.joining(",")));
        settings.put("log.dirs", directory.toString());
    }

    private static void add(Map<String, String> settings, ProxiedListener listener) {
        String address = "," + PROXIED_LISTENER + "://127.0.0.1:";
        settings.merge("listeners", address + listener.port(), String::concat);
        settings.merge("advertised.listeners", address + listener.proxy(), String::concat);
        settings.merge("listener.security.protocol.map", "," + PROXIED_LISTENER + ":PLAINTEXT", String::concat);
    }

    private static void internalTopics(Map<String, String> settings, int brokers) {
        String replicas = Integer.toString(brokers);
        String inSync = brokers == 1 ? "1" : "2";
        settings.put("default.replication.factor", replicas);
        settings.put("min.insync.replicas", inSync);
        settings.put("offsets.topic.replication.factor", replicas);
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", replicas);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", replicas);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
        settings.put("share.coordinator.state.topic.num.partitions", "4");
    }

    private static void smallMachine(Map<String, String> settings) {
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // A test can detect a lost consumer sooner than with Kafka's default minimum of 6 s.
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        // Heartbeats decide how soon a broker shuts down, and how soon a killed one is fenced: 2 s and 9 s by default.
        // A start with the data of a killed broker waits for the session as well.
        settings.put("broker.heartbeat.interval.ms", "250");
        settings.put("broker.session.timeout.ms", "3000");
        // The metrics registry is one per JVM: several brokers would conflict over JMX names.
        settings.put("metrics.jmx.exclude", ".*");
        settings.put("metric.reporters", "");
        // The log cleaner allocates its buffer at start, in each broker: 128 MB by default.
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        // An idle controller would otherwise write and sync a no-op record twice a second.
        settings.put("metadata.max.idle.interval.ms", "0");
        settings.put("controller.quorum.append.linger.ms", "0");
    }
}
