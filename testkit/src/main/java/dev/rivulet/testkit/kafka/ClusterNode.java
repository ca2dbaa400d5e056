package dev.rivulet.testkit.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * One node of a cluster whose others are processes of their own, so that each can be killed by itself. {@link
 * EmbeddedKafka} has all its nodes in one JVM.
 */
public final class ClusterNode implements AutoCloseable {

    private final DataDirectory data;
    private final Node node;

    private ClusterNode(DataDirectory data, Node node) {
        this.data = data;
        this.node = node;
    }

    /**
     * Starts the node; returns when it serves clients, for which most of the cluster's nodes must have been started.
     *
     * @param number    its place in {@code cluster}, from 0
     * @param cluster   the ports of every node, the same for all of them and at every start
     * @param directory its data, of this node alone
     * @throws EmbeddedKafkaException when it cannot start
     */
    public static ClusterNode start(int number, List<NodePorts> cluster, Path directory) {
        EmbeddedKafkaOptions options = EmbeddedKafkaOptions.keptIn(directory);
        DataDirectory data = DataDirectory.open(options);
        List<AutoCloseable> undo = new ArrayList<>(List.of(data));
        try {
            BoundSockets sockets = BoundSockets.bind(cluster.get(number));
            undo.add(sockets);
            StorageFormat.ensureFormatted(data.ofNode(number), number, clusterId(cluster));
            Node node = new Node(NodeSettings.of(number, cluster, data.ofNode(number), options), sockets,
                    new FaultLog());
            undo.add(node::stop);
            node.start();
            return new ClusterNode(data, node);
        } catch (RuntimeException failure) {
            undo.reversed().forEach(ClusterNode::close);
            throw new EmbeddedKafkaException("Broker " + number + " did not start: " + failure.getMessage(), failure);
        }
    }

    /** The nodes must agree on it, and have nobody to ask. */
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

    /** Leaves the cluster in an orderly way. */
    @Override
    public void close() {
        try {
            node.stop();
        } finally {
            data.close();
        }
    }
}
