package dev.rivulet.testkit.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/** Formats the directories of nodes as KRaft storage. A formatted directory keeps its data and cluster id. */
final class StorageFormat {

    private StorageFormat() {}

    /**
     * Returns the cluster id of the existing storage, else a new one.
     *
     * @param users passwords by name, of new storage
     */
    static String ensureFormatted(DataDirectory data, int nodes, Map<String, String> users) {
        try {
            String cluster = Uuid.randomUuid().toString();
            for (int node = 0; node < nodes; node++) {
                cluster = clusterIdIn(data.ofNode(node)).orElse(cluster);
            }
            for (int node = 0; node < nodes; node++) {
                format(data.ofNode(node), node, cluster, users);
            }
            return cluster;
        } catch (Exception e) {
            throw damaged(data.ofNode(0).getParent(), e);
        }
    }

    /** Formats the directory of one node of a cluster whose id is known. */
    static void ensureFormatted(Path directory, int node, String cluster) {
        try {
            format(directory, node, cluster, Map.of());
        } catch (Exception e) {
            throw damaged(directory, e);
        }
    }

    private static EmbeddedKafkaException damaged(Path directory, Exception cause) {
        return new EmbeddedKafkaException("The storage in " + directory
                + " is damaged or cannot be formatted: " + cause.getMessage(), cause);
    }

    private static Optional<String> clusterIdIn(Path directory) throws IOException {
        return new MetaPropertiesEnsemble.Loader().addMetadataLogDir(directory.toString()).load().clusterId();
    }

    private static void format(Path directory, int node, String cluster, Map<String, String> users)
            throws Exception {
        List<String> scram = users.entrySet().stream()
                .map(user -> "SCRAM-SHA-512=[name=" + user.getKey() + ",password=" + user.getValue() + "]").toList();
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream())) {
            new Formatter().setPrintStream(silent).setNodeId(node).setClusterId(cluster)
                    .addDirectory(directory.toString()).setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(NodeSettings.CONTROLLER_LISTENER).setScramArguments(scram)
                    .setIgnoreFormatted(true).run();
        }
    }
}
