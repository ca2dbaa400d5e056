package dev.rivulet.testkit.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Kafka cluster inside this JVM: the real brokers in KRaft mode, on loopback, up in about two seconds. Brokers are
 * numbered from 0 and can be stopped and started again on their own port and data.
 *
 * <p>Safe for use by several threads; starting, stopping and closing block until done and exclude one another. What goes
 * wrong is thrown as {@link EmbeddedKafkaException}. A broker whose disk fails ends the process, as Kafka wants it.
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
            this.clusterId = StorageFormat.ensureFormatted(data, options.brokers());
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

    /** One broker on a free port with temporary data. */
    public static EmbeddedKafka start() {
        return start(EmbeddedKafkaOptions.temporary());
    }

    /** The {@code bootstrap.servers} of the whole cluster, including brokers that are stopped at the moment. */
    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port.client()).collect(Collectors.joining(","));
    }

    /** The same for every start over the same data directory. */
    public String clusterId() {
        return clusterId;
    }

    public synchronized boolean isRunning(int broker) {
        return running.containsKey(requireKnown(broker));
    }

    /** The first fault that a broker reported about itself, if any: the cluster can no longer be trusted after one. */
    public Optional<Throwable> firstFault() {
        return faults.first();
    }

    /** Stops one broker in an orderly way; it hands its partitions over if others can take them. */
    public synchronized void stopBroker(int broker) {
        Node node = running.remove(requireKnown(broker));
        if (node != null) {
            node.stop();
        }
    }

    /** Starts a stopped broker on the port and the data it had. */
    public synchronized void startBroker(int broker) {
        if (closed) {
            throw new EmbeddedKafkaException("The cluster is closed.");
        }
        if (!running.containsKey(requireKnown(broker))) {
            running.put(broker, startNode(broker, BoundSockets.bind(ports.get(broker))));
        }
    }

    /** Stops all brokers. Data is deleted if it was temporary. Closing twice does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // All brokers before any controller: each still needs one to sign off.
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
            node = new Node(NodeSettings.of(broker, ports, data.ofNode(broker), options), sockets, faults);
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
