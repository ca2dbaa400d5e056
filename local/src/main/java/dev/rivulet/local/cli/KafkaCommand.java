package dev.rivulet.local.cli;

import dev.rivulet.runtime.RivuletProcess;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.testkit.kafka.ClusterNode;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.kafka.EmbeddedKafkaOptions;
import dev.rivulet.testkit.kafka.NodePorts;
import dev.rivulet.testkit.kafka.ProxiedListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "kafka", mixinStandardHelpOptions = true, description = {
        "Run a Kafka broker on RIVULET_KAFKA_PORT (9092), until Ctrl-C;",
        "with --cluster, one of several."})
final class KafkaCommand implements Runnable {

    @Option(names = "--data", paramLabel = "DIR", description = "Where the broker keeps its data (default: .rivulet).")
    private Path data = Path.of(".rivulet");

    @Option(names = "--cluster", split = ",", paramLabel = "CLIENT:CONTROLLER", description = {
            "The ports of all brokers of the cluster on this machine, each a process and a directory"
                    + " of its own."})
    private List<String> cluster = List.of();

    @Option(names = "--node", paramLabel = "N", description = "Which of the cluster's brokers to run, from 0.")
    private int node;

    @Option(names = "--proxied", paramLabel = "PORT:PROXY", description = {
            "Another port of that broker, for clients behind a proxy, and the proxy's port."})
    private String proxied;

    @Override
    public void run() {
        RivuletProcess.run("kafka", (config, fatal) -> cluster.isEmpty() ? alone(config) : oneOfMany(config));
    }

    private EmbeddedKafka alone(Config config) {
        KafkaConfig settings = config.section(KafkaConfig.class, KafkaConfig.PREFIX);
        EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.keptIn(data).withClientPort(settings.port()));
        System.err.println("Kafka is up at " + kafka.bootstrapServers());
        return kafka;
    }

    private ClusterNode oneOfMany(Config config) {
        config.requireKnownKeys();
        ClusterNode broker = ClusterNode.start(node, cluster.stream().map(NodePorts::parse).toList(),
                Optional.ofNullable(proxied).map(ProxiedListener::parse), data);
        System.err.println("Kafka broker " + node + " is up");
        return broker;
    }
}
