package dev.rivulet.testkit.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Kafka cluster inside this JVM: real brokers in KRaft mode, on loopback, ready in about two seconds. Brokers are
 * numbered from 0; each can be stopped and started again with its port and data.
 *
 * <p>Thread-safe; starting, stopping and closing block until done and exclude each other. Failures are thrown as {@link
 * EmbeddedKafkaException}. A broker whose disk fails ends the process: Kafka halts it.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private final EmbeddedKafkaOptions options;
    private final DataDirectory data;
    private final String clusterId;
    private final List<NodePorts> ports;
    private final FaultLog faults = new FaultLog();
    private final Map<Integer, Node> running = new TreeMap<>(); // guarded by this
    private boolean closed; // guarded by this

    private EmbeddedKafka(EmbeddedKafkaOptions options) {
        this.options = options;
        this.data = DataDirectory.open(options);
        List<BoundSockets> sockets = List.of();
        try {
            sockets = BoundSockets.bindAll(options);
            this.ports = sockets.stream().map(BoundSockets::ports).toList();
            this.clusterId = StorageFormat.ensureFormatted(data, options.brokers(), options.users());
            startAll(sockets);
        } catch (RuntimeException e) {
            sockets.forEach(BoundSockets::close);
            data.close();
            throw e;
        }
    }

    /** Starts a cluster and returns when every broker serves clients. */
    public static EmbeddedKafka start(EmbeddedKafkaOptions options) {
        return new EmbeddedKafka(options);
    }

    /** Starts one broker on a free port with temporary data. */
    public static EmbeddedKafka start() {
        return start(EmbeddedKafkaOptions.temporary());
    }

    /** Returns the {@code bootstrap.servers} of the whole cluster, including stopped brokers. */
    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port.client()).collect(Collectors.joining(","));
    }

    /** Returns the cluster id, which is the same for every start with the same data directory. */
    public String clusterId() {
        return clusterId;
    }

    public synchronized boolean isRunning(int broker) {
        return running.containsKey(requireKnown(broker));
    }

    /** Returns the first fault that a broker reported about itself. After a fault the cluster is not reliable. */
    public Optional<Throwable> firstFault() {
        return faults.first();
    }

    /** Stops one broker with a controlled shutdown, which moves its partitions to other brokers if possible. */
    public synchronized void stopBroker(int broker) {
        Node node = running.remove(requireKnown(broker));
        if (node != null) {
            node.stop();
        }
    }

    /** Starts a stopped broker with its port and data. */
    public synchronized void startBroker(int broker) {
        if (closed) {
            throw new EmbeddedKafkaException("The cluster is closed.");
        }
        if (!running.containsKey(requireKnown(broker))) {
            running.put(broker, startNode(broker, BoundSockets.bind(ports.get(broker), Optional.empty())));
        }
    }

    /** Stops all brokers and deletes temporary data. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // All brokers before any controller: a broker needs a controller to shut down.
            Concurrently.run(List.copyOf(running.values()), Node::stopBroker);
        } finally {
            Concurrently.run(List.copyOf(running.values()), Node::stopControllerWithAllOthers);
            running.clear();
            data.close();
        }
    }

    private synchronized void startAll(List<BoundSockets> sockets) {
        Map<Integer, Node> started = new ConcurrentHashMap<>();
        try {
            Concurrently.run(IntStream.range(0, sockets.size()).boxed().toList(),
                    broker -> started.put(broker, startNode(broker, sockets.get(broker))));
        } catch (RuntimeException e) {
            Concurrently.run(List.copyOf(started.values()), Node::stop);
            throw e;
        }
        running.putAll(started);
    }

    private Node startNode(int broker, BoundSockets sockets) {
        Node node = null;
        try {
            node = new Node(NodeSettings.of(broker, ports, Optional.empty(), data.ofNode(broker), options), sockets,
                    faults);
            node.start();
            return node;
        } catch (RuntimeException | Error e) {
            if (node != null) {
                node.stop();
            }
            sockets.close();
            throw new EmbeddedKafkaException("Broker " + broker + " did not start: " + e.getMessage(), e);
        }
    }

    private int requireKnown(int broker) {
        if (broker < 0 || broker >= ports.size()) {
            throw new IllegalArgumentException("no broker " + broker + " among " + ports.size());
        }
        return broker;
    }
}
