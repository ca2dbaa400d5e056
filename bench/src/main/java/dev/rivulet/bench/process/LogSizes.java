package dev.rivulet.bench.process;

import dev.rivulet.testkit.process.ProcessException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;

/** What a broker's topics hold, in bytes on its disk, by topic; internal topics included. */
final class LogSizes {

    private LogSizes() {}

    static Map<String, Long> of(String bootstrapServers) throws InterruptedException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.describeLogDirs(admin.describeCluster().nodes().get().stream().map(Node::id).toList())
                    .allDescriptions().get().values().stream().flatMap(folders -> folders.values().stream())
                    .forEach(folder -> folder.replicaInfos().forEach(
                            (partition, replica) -> sizes.merge(partition.topic(), replica.size(), Long::sum)));
        } catch (ExecutionException failure) {
            throw new ProcessException("the broker does not say how large its logs are: " + failure.getCause());
        }
        return sizes;
    }
}
