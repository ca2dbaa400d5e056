package dev.rivulet.local.stack;

import dev.rivulet.gateway.Gateway;
import dev.rivulet.runtime.FatalErrorHandler;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.ConfigProblems;
import dev.rivulet.runtime.kafka.ClusterStart;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.kafka.EmbeddedKafkaOptions;
import dev.rivulet.worker.Worker;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything in one JVM: a broker (unless a cluster is configured), a provider (unless one is configured), a worker and
 * a gateway. They communicate as separate processes do: through Kafka and HTTP.
 */
public final class Stack implements AutoCloseable {

    /** Tells the user that answers are simulated. */
    public static final String SIMULATED = "Answers come from the built-in simulator;"
            + " set OPENAI_API_KEY or OPENAI_BASE_URL for a real model.";

    private final StartedParts parts = new StartedParts();
    private final Gateway gateway;
    private final String bootstrapServers;
    private final boolean simulated;

    /** @param patient whether to wait for a configured cluster that does not answer */
    private Stack(Config base, Optional<Path> data, boolean patient, FatalErrorHandler fatal)
            throws InterruptedException {
        Config config = withoutDrain(base);
        try {
            Provider provider = parts.add(Provider.ofStack(config));
            simulated = provider.simulated();
            requireValid(provider.config());
            Optional<String> cluster = config.value("rivulet.kafka.bootstrap-servers");
            if (cluster.isPresent() && !patient) {
                ClusterStart.tryOnce(
                        new KafkaClients(config.section(KafkaConfig.class, KafkaConfig.PREFIX), "rivulet-ask"),
                        config.section(TopicsConfig.class, TopicsConfig.PREFIX));
            }
            Map<String, String> servers = Map.of();
            if (cluster.isEmpty()) {
                EmbeddedKafkaOptions options = data.map(EmbeddedKafkaOptions::keptIn)
                        .orElseGet(EmbeddedKafkaOptions::temporary)
                        .withClientPort(config.value("rivulet.kafka.port").map(Integer::parseInt).orElse(0));
                EmbeddedKafka kafka = parts.add(EmbeddedKafka.start(options));
                servers = Map.of("rivulet.kafka.bootstrap-servers", kafka.bootstrapServers());
            }
            bootstrapServers = config.with(servers).value("rivulet.kafka.bootstrap-servers").orElseThrow();
            Config all = provider.config().with(servers)
                    .with(cluster.isEmpty() ? alone(config) : Map.of())
                    .with(cluster.isEmpty() && data.isEmpty() ? fewPartitions(config) : Map.of());
            parts.add(Worker.start(all, fatal));
            gateway = parts.add(Gateway.start(all));
        } catch (InterruptedException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /**
     * Starts everything; returns when prompts can be answered. Waits for a configured cluster however long that takes.
     *
     * @param data the broker's data directory; empty for a temporary one
     */
    public static Stack start(Config config, Optional<Path> data) throws InterruptedException {
        return start(config, data, Worker.LOG_FATAL_ERRORS);
    }

    /**
     * Starts everything, as above.
     *
     * @param fatal called when the worker cannot go on
     */
    public static Stack start(Config config, Optional<Path> data, FatalErrorHandler fatal)
            throws InterruptedException {
        return new Stack(config, data, true, fatal);
    }

    /**
     * Starts everything, with temporary data, for a command that somebody waits for.
     *
     * @throws dev.rivulet.runtime.kafka.ClusterUnavailableException when a configured cluster does not answer now
     */
    public static Stack startAtOnce(Config config) throws InterruptedException {
        return new Stack(config, Optional.empty(), false, Worker.LOG_FATAL_ERRORS);
    }

    /**
     * Checks the settings of a worker and a gateway.
     *
     * @throws dev.rivulet.runtime.config.InvalidConfigException that names everything that is wrong
     */
    public static void requireValid(Config config) {
        ConfigProblems problems = new ConfigProblems();
        problems.check(() -> Worker.requireValid(config));
        problems.check(() -> Gateway.requireValid(config));
        problems.throwIfAny();
    }

    /** Returns the gateway's address. */
    public URI url() {
        return URI.create((gateway.isSecure() ? "https" : "http") + "://127.0.0.1:" + gateway.port());
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Returns whether answers come from the built-in simulator. */
    public boolean simulated() {
        return simulated;
    }

    /** Closes the parts in reverse order of their start. */
    @Override
    public void close() {
        parts.close();
    }

    /** No gateway of another version reads what the worker writes. */
    private static Map<String, String> alone(Config config) {
        String reasoning = "rivulet.worker.reasoning";
        return Map.of(reasoning, config.value(reasoning).orElse("true"));
    }

    /** What does not outlive this process has one worker, and should start soon. */
    private static Map<String, String> fewPartitions(Config config) {
        String partitions = "rivulet.topics.partitions";
        return Map.of(partitions, config.value(partitions).orElse("4"));
    }

    /** No other worker can take over, and Ctrl-C should not wait: open turns continue at the next start. */
    private static Config withoutDrain(Config config) {
        String drain = "rivulet.worker.drain-timeout";
        return config.with(Map.of(drain, config.value(drain).orElse("0s")));
    }
}
