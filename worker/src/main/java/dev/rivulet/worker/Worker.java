package dev.rivulet.worker;

import dev.rivulet.runtime.FatalErrorHandler;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.ClusterProbe;
import dev.rivulet.runtime.kafka.ClusterStart;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.PartitionWatch;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.runtime.metrics.KafkaMeters;
import dev.rivulet.runtime.metrics.Metrics;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.coordinator.streams.CoordinatorStreams;
import dev.rivulet.worker.coordinator.streams.ResultHandoff;
import dev.rivulet.worker.execution.AdaptiveLinger;
import dev.rivulet.worker.execution.PendingPromptEvents;
import dev.rivulet.worker.execution.TurnExecutor;
import dev.rivulet.worker.execution.TurnRecords;
import dev.rivulet.worker.execution.WorkerLoad;
import dev.rivulet.worker.http.ManagementServer;
import dev.rivulet.worker.liveness.Heartbeat;
import dev.rivulet.worker.liveness.HeartbeatReader;
import dev.rivulet.worker.liveness.StopNotices;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.liveness.WorkerRole;
import dev.rivulet.worker.liveness.WorkerStatus;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.placement.Executions;
import dev.rivulet.worker.placement.JobReader;
import dev.rivulet.worker.placement.JobSender;
import dev.rivulet.worker.placement.WaitingTurnMover;
import dev.rivulet.worker.placement.WorkerPlacement;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.NoProvider;
import dev.rivulet.worker.provider.ProviderLoops;
import dev.rivulet.worker.provider.anthropic.AnthropicProvider;
import dev.rivulet.worker.provider.openai.OpenAiProvider;
import dev.rivulet.worker.provider.resilience.Providers;
import dev.rivulet.worker.recovery.LogRecovery;
import dev.rivulet.worker.usage.UsageCounter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes turns from Kafka, streams their completions from the provider and writes them back to Kafka. The
 * constructor starts the parts in order; {@link #close} closes them in the opposite order.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    /** For a worker within another program, which goes on without it. */
    public static final FatalErrorHandler LOG_FATAL_ERRORS = (sentence, cause) -> LOG.atError().setCause(cause)
            .log("the worker cannot go on: " + sentence);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String id = "worker-" + UUID.randomUUID().toString().substring(0, 8);
    private final CloseStack started;
    private final Metrics metrics;
    private final Heartbeat heartbeat;
    private final WorkerReadiness readiness;

    private Worker(WorkerSettings all, FatalErrorHandler fatal, CloseStack started) throws InterruptedException {
        WorkerConfig settings = all.worker();
        TopicsConfig topicSettings = all.topics();
        KafkaClients clients = new KafkaClients(all.kafka(), "rivulet-" + id);
        String model = all.model();
        WorkerLimits limits = all.limits();

        this.started = started;
        readiness = new WorkerReadiness(fatal);
        metrics = started.add(new Metrics());
        // The first to start and the last to close: operators are answered also while the worker waits or drains.
        started.add(ManagementServer.start(settings.httpHost(), settings.httpPort(), readiness::obstacle, metrics));
        KafkaMeters kafkaMeters = started.add(new KafkaMeters(metrics.registry(), all.kafka().metrics()));
        TurnMetrics meters = new TurnMetrics(metrics.registry(), all.modelNames());
        ProviderLoops loops = started.add(ProviderLoops.start(settings.eventLoops()));
        boolean executes = settings.roles().contains(WorkerRole.EXECUTE);
        LlmProvider provider = started.add(executes ? provider(all, loops, meters) : new NoProvider());
        Topics topics = ClusterStart.await(clients, topicSettings, limits.topicBytes(topicSettings));
        Admin admin = clients.admin("probe");
        ClusterProbe probe = started.add(
                new ClusterProbe(admin, settings.probeInterval(), settings.probeTimeout()));
        probe.start();
        started.add(new PartitionWatch(admin, topics, settings.probeInterval(), settings.probeTimeout(),
                sentence -> readiness.onFatalError(sentence, null)).start());
        Producer<byte[], byte[]> producer = kafkaMeters.of(new WatchedProducer(
                ProducerSettings.events(clients, settings, topicSettings.maxRecordBytes()), readiness));
        started.add(() -> producer.close(CLOSE_TIMEOUT));
        AdaptiveLinger linger = new AdaptiveLinger(settings.linger(), settings.maxLinger(), settings.maxDeltaWindow(),
                System.nanoTime());
        TurnRecords records = started.add(new TurnRecords(producer, linger, loops.ticks(), topics, id));
        PendingPromptEvents pendingPrompts = new PendingPromptEvents(settings.publishTimeout());
        LogRecovery recovery = started
                .add(LogRecovery.start(clients.common("recovery"), topics, records, limits.recovery()));
        TurnExecutor executor = new TurnExecutor(provider, model, records, linger, limits.execution(all.models()),
                pendingPrompts, recovery, meters);
        WorkerDirectory directory = new WorkerDirectory(id, settings.missedHeartbeats());
        Supplier<Optional<WorkerLoad>> load = () -> executes && !readiness.isEnding()
                ? executor.load()
                : Optional.empty();
        if (executes) {
            // Before the first heartbeat says that it takes jobs, and until the last one says that it is gone.
            started.add(new JobReader(clients.common("jobs-reader"), topics, id, limits.jobBytes(), executor, records,
                    meters));
        }
        String heartbeats = topics.name(Topic.WORKER_HEARTBEATS);
        started.add(new HeartbeatReader(clients.common("heartbeats"), heartbeats, directory,
                new StopNotices(id, executor)));
        heartbeat = started.add(Heartbeat.start(
                new WatchedProducer(ProducerSettings.heartbeats(clients, settings), readiness), heartbeats, id,
                settings.heartbeatInterval().toMillis(), () -> WorkerStatus.of(settings.roles(), load.get())));
        // Closed before the heartbeat says that this worker is gone: a turn that others start after that does not run
        // here, and has not ended.
        started.add(new ResultHandoff(clients, topics, records::results, CLOSE_TIMEOUT));
        started.add(executor);
        started.add(WaitingTurnMover.start(executor, directory, settings.maxHandOvers(),
                settings.heartbeatInterval().toMillis(), meters));
        BooleanSupplier coordination = () -> true;
        if (settings.roles().contains(WorkerRole.COORDINATE)) {
            Producer<byte[], byte[]> jobs = new WatchedProducer(
                    ProducerSettings.jobs(clients, settings, limits.jobBytes()), readiness);
            started.add(() -> jobs.close(CLOSE_TIMEOUT));
            JobSender remote = started.add(
                    new JobSender(jobs, topics, records, pendingPrompts, settings.promptEventMaxChars()));
            CoordinatorStreams streams = CoordinatorStreams.start(clients, topics,
                    // What executors can is theirs to say.
                    limits.coordination(id, all.models(), !executes || provider.canContinue()),
                    new Executions(executor, remote, new WorkerPlacement(id, directory, load)), directory, recovery,
                    pendingPrompts, meters, kafkaMeters, readiness);
            started.add(() -> streams.close(CLOSE_TIMEOUT));
            coordination = streams::ready;
            if (all.usage().count()) {
                started.add(UsageCounter.start(clients, topics, all.usage(), id));
            }
        }
        readiness.started(new WorkerObstacles(settings.roles(), directory, coordination, probe::isUp)
                .measuredBy(meters));
        LOG.atInfo().addKeyValue("worker", id).addKeyValue("provider", provider.name()).addKeyValue("model", model)
                .addKeyValue("roles", settings.roles()).addKeyValue("partitions", topics.partitions())
                .log("worker started");
    }

    private static LlmProvider provider(WorkerSettings all, ProviderLoops loops, TurnMetrics meters) {
        return Providers.of(all.provider(), endpoint -> switch (endpoint.kind()) {
            case OPENAI -> new OpenAiProvider(endpoint, loops);
            case ANTHROPIC -> new AnthropicProvider(endpoint);
        }, meters);
    }

    /**
     * Starts a worker. Blocks until Kafka can be used, however long that takes.
     *
     * @param fatal called when the worker cannot go on
     * @throws InvalidConfigException when the configuration cannot be used
     * @throws dev.rivulet.runtime.kafka.UnfitTopicException when an existing topic does not fit
     * @throws InterruptedException when the process is to stop before that
     */
    public static Worker start(Config config, FatalErrorHandler fatal) throws InterruptedException {
        WorkerSettings settings = WorkerSettings.of(config);
        CloseStack started = new CloseStack();
        try {
            return new Worker(settings, fatal, started);
        } catch (RuntimeException | InterruptedException failure) {
            started.close();
            throw failure;
        }
    }

    /** Starts a worker that only logs when it cannot go on. */
    public static Worker start(Config config) throws InterruptedException {
        return start(config, LOG_FATAL_ERRORS);
    }

    /**
     * Checks the settings that a worker reads, without starting one.
     *
     * @throws InvalidConfigException that names everything that is wrong
     */
    public static void requireValid(Config config) {
        WorkerSettings.of(config);
    }

    /**
     * Returns how large records the topics must take that workers alone write to, by topic, in bytes.
     *
     * @throws InvalidConfigException when the configuration cannot be used
     */
    public static Map<String, Integer> topicBytes(Config config) {
        TopicsConfig topics = config.section(TopicsConfig.class, TopicsConfig.PREFIX);
        return WorkerLimits.of(config.section(WorkerConfig.class, WorkerConfig.PREFIX), topics).topicBytes(topics);
    }

    /** Returns the id of this process: the owner of the attempts it runs. */
    public String id() {
        return id;
    }

    /** Returns whether it takes part: see {@link WorkerReadiness}. */
    public boolean ready() {
        return readiness.ready();
    }

    /** Returns what keeps it from taking part, for operators; empty when nothing does. */
    public Optional<String> obstacle() {
        return readiness.obstacle();
    }

    /** Returns all meters in Prometheus' text format. */
    public String scrape() {
        return metrics.scrape();
    }

    /**
     * Gives its partitions to other workers at once, waits for running turns for at most the drain time-out, and stops.
     * Turns that still run then start again as their next attempt: in another worker, or in this one after a restart.
     */
    @Override
    public void close() {
        readiness.draining();
        heartbeat.beat();
        started.close();
        LOG.atInfo().addKeyValue("worker", id).log("worker stopped");
    }
}
