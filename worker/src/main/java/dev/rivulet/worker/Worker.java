package dev.rivulet.worker;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.ClusterStart;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.runtime.metrics.Metrics;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.coordinator.Coordination;
import dev.rivulet.worker.execution.TurnExecutor;
import dev.rivulet.worker.execution.TurnRecords;
import dev.rivulet.worker.http.ManagementServer;
import dev.rivulet.worker.liveness.Heartbeat;
import dev.rivulet.worker.liveness.HeartbeatReader;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.openai.OpenAiProvider;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes turns from Kafka, streams their answers from the provider and writes them back. The wiring reads top to
 * bottom in the order of the start; the end goes the other way.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final String OPENAI = "https://api.openai.com/v1";

    private final String id = "worker-" + UUID.randomUUID().toString().substring(0, 8);
    private final Metrics metrics = new Metrics();
    private final LlmProvider provider;
    private final Producer<byte[], byte[]> producer;
    private final HeartbeatReader heartbeats;
    private final Heartbeat heartbeat;
    private final TurnExecutor executor;
    private final Coordination coordination;
    private final ManagementServer management;

    private Worker(Config config) throws InterruptedException {
        WorkerConfig settings = config.section(WorkerConfig.class, WorkerConfig.PREFIX);
        ProviderConfig upstream = config.section(ProviderConfig.class, ProviderConfig.PREFIX);
        TopicsConfig topicSettings = config.section(TopicsConfig.class, TopicsConfig.PREFIX);
        KafkaClients clients = new KafkaClients(config.section(KafkaConfig.class, KafkaConfig.PREFIX));
        String model = config.value("rivulet.model").orElse("gpt-4o-mini");
        String baseUrl = baseUrl(upstream);

        Topics topics = ClusterStart.await(clients, topicSettings);
        TurnMetrics meters = new TurnMetrics(metrics.registry());
        provider = new OpenAiProvider(upstream, baseUrl);
        producer = new KafkaProducer<>(ProducerSettings.of(clients, settings, topicSettings.maxRecordBytes()));
        WorkerDirectory directory = new WorkerDirectory(id, settings.missedHeartbeats());
        heartbeats = new HeartbeatReader(clients.common(), topics.name(Topic.WORKER_HEARTBEATS), directory);
        heartbeat = new Heartbeat(producer, topics.name(Topic.WORKER_HEARTBEATS), id,
                settings.heartbeatInterval().toMillis());
        TurnRecords records = new TurnRecords(producer, topics, id);
        executor = new TurnExecutor(provider, model, records, WorkerLimits.execution(settings), meters);
        coordination = Coordination.start(clients, topics,
                WorkerLimits.coordination(id, settings, topicSettings.maxRecordBytes()), executor, directory, meters);
        management = ManagementServer.start(settings.httpHost(), settings.httpPort(), coordination::ready, metrics);
        LOG.atInfo().addKeyValue("worker", id).addKeyValue("provider", provider.name()).addKeyValue("baseUrl", baseUrl)
                .addKeyValue("model", model).addKeyValue("partitions", topics.partitions()).log("worker started");
    }

    /**
     * Starts a worker; waits for Kafka as long as it takes.
     *
     * @throws InvalidConfigException when the configuration cannot be used
     * @throws dev.rivulet.runtime.kafka.UnfitTopicException when an existing topic cannot serve
     * @throws InterruptedException when the process is to stop meanwhile
     */
    public static Worker start(Config config) throws InterruptedException {
        return new Worker(config);
    }

    /** The id of this process: the owner of the attempts it runs. */
    public String id() {
        return id;
    }

    /** Whether the coordination runs: partitions are assigned and their state is here. */
    public boolean ready() {
        return coordination.ready();
    }

    /** Every meter, in Prometheus' text format. */
    public String scrape() {
        return metrics.scrape();
    }

    /** Gives up what runs: it starts again elsewhere, or here at the next start, as the next attempt. */
    @Override
    public void close() {
        management.close();
        coordination.close(CLOSE_TIMEOUT);
        executor.close();
        heartbeat.close();
        heartbeats.close();
        producer.close(CLOSE_TIMEOUT);
        provider.close();
        metrics.close();
        LOG.atInfo().addKeyValue("worker", id).log("worker stopped");
    }

    private static String baseUrl(ProviderConfig provider) {
        if (provider.baseUrl().isEmpty() && provider.apiKey().isEmpty()) {
            throw new InvalidConfigException("no provider: set OPENAI_API_KEY, or OPENAI_BASE_URL to the address of an"
                    + " OpenAI-compatible server");
        }
        String url = provider.baseUrl().orElse(OPENAI);
        if (!url.matches("https?://[^\\s/]+(/\\S*)?")) {
            throw new InvalidConfigException("rivulet.provider.base-url: '" + url + "' is not an http(s) address");
        }
        return url;
    }
}
