package dev.rivulet.local.cli;

import dev.rivulet.runtime.RivuletProcess;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.kafka.EmbeddedKafkaOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "kafka", description = "Run a Kafka broker on RIVULET_KAFKA_PORT (9092), until Ctrl-C.", mixinStandardHelpOptions = true)
final class KafkaCommand implements Runnable {

    @Option(names = "--data", paramLabel = "DIR", description = "Where the broker keeps its data (default: .rivulet).")
    private Path data = Path.of(".rivulet");

    @Override
    public void run() {
        RivuletProcess.run("kafka", config -> {
            KafkaConfig settings = config.section(KafkaConfig.class, KafkaConfig.PREFIX);
            EmbeddedKafka kafka = EmbeddedKafka
                    .start(EmbeddedKafkaOptions.keptIn(data).withClientPort(settings.port()));
            System.err.println("Kafka is up at " + kafka.bootstrapServers());
            return kafka;
        });
    }
}
