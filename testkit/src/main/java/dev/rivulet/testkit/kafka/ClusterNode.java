package dev.rivulet.testkit.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * One node of a cluster with one process per node, so that a single node can be killed. {@link EmbeddedKafka} runs all
 * nodes in one JVM.
 */
public final class ClusterNode implements AutoCloseable {

    private final DataDirectory data;
    private final Node node;

    private ClusterNode(DataDirectory data, Node node) {
        this.data = data;
        this.node = node;
    }

    /**
     * Starts the node; returns when it serves clients, which needs a majority of the cluster's nodes.
     *
     * @param number its index in {@code cluster}, from 0
     * @param cluster the ports of all nodes; the same for every node and at every start
     * @param directory the data of this node only
     * @throws EmbeddedKafkaException if the node cannot start
     */
    public static ClusterNode start(int number, List<NodePorts> cluster, Path directory) {
        return start(number, cluster, Optional.empty(), directory);
    }

    /**
     * Starts the node, as above.
     *
     * @param proxied a second listener for clients; empty: none
     */
    public static ClusterNode start(int number, List<NodePorts> cluster, Optional<ProxiedListener> proxied,
            Path directory) {
        EmbeddedKafkaOptions options = EmbeddedKafkaOptions.keptIn(directory);
        DataDirectory data = DataDirectory.open(options);
        List<AutoCloseable> undo = new ArrayList<>(List.of(data));
        try {
            BoundSockets sockets = BoundSockets.bind(cluster.get(number), proxied);
            undo.add(sockets);
            StorageFormat.ensureFormatted(data.ofNode(number), number, clusterId(cluster));
            Node node = new Node(NodeSettings.of(number, cluster, proxied, data.ofNode(number), options), sockets,
                    new FaultLog());
            undo.add(node::stop);
            node.start();
            return new ClusterNode(data, node);
        } catch (RuntimeException failure) {
            undo.reversed().forEach(ClusterNode::close);
            throw new EmbeddedKafkaException("Broker " + number + " did not start: " + failure.getMessage(), failure);
        }
    }

    /** Derives the cluster id from the ports: the nodes must agree on it without communication. */
    private static String clusterId(List<NodePorts> cluster) {
        UUID id = UUID.nameUUIDFromBytes(cluster.toString().getBytes(StandardCharsets.US_ASCII));
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            throw new EmbeddedKafkaException("A part of the node did not close: " + failure.getMessage(), failure);
        }
    }

    /** Stops the node with a controlled shutdown. */
    @Override
    public void close() {
        try {
            node.stop();
        } finally {
            data.close();
        }
    }
}
