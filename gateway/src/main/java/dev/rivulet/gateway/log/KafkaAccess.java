package dev.rivulet.gateway.log;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.lookup.EarlierCursors;
import dev.rivulet.gateway.log.lookup.SearchLimits;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.log.lookup.TurnFinder;
import dev.rivulet.gateway.log.lookup.TurnSnapshots;
import dev.rivulet.gateway.log.replay.ReplayReader;
import dev.rivulet.gateway.log.tail.ChunkTailer;
import dev.rivulet.gateway.log.tail.KnownTurns;
import dev.rivulet.gateway.log.tail.TurnEndListener;
import dev.rivulet.gateway.log.tail.WatchingListener;
import dev.rivulet.gateway.log.usage.UsageLog;
import dev.rivulet.gateway.log.usage.UsageTail;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.quota.Spending;
import dev.rivulet.runtime.kafka.ClusterProbe;
import dev.rivulet.runtime.kafka.PartitionWatch;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All of a gateway's Kafka clients, and what is built on them. Thread-safe. */
public final class KafkaAccess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAccess.class);

    /** With the prefix of the topics: the consumer group of all gateways. */
    private static final String GROUP = "rivulet-gateway";

    private final Topics topics;
    private final CommandPublisher publisher;
    private final ChunkTailer tailer;
    private final ReplayReader replay;
    private final TurnFinder finder;
    private final EarlierCursors cursors;
    private final ClusterProbe probe;
    private final TopicWatch watch;
    private final PartitionWatch partitions;
    private volatile boolean partitionsAdded; // the topics can no longer be used
    private final RetentionReport retention;
    private final CoordinatorRequests coordinator;
    private final UsageLog usage;
    private final Optional<UsageTail> usageTail; // empty if there are no budgets
    private final Optional<GatewayGroup> group; // empty: this gateway prefers all partitions

    private KafkaAccess(Topics topics, GatewayClients clients, TurnIds ids, WatchingListener watching,
            TurnEndListener ends, Optional<Spending> spending, GatewayMeters meters) {
        GatewayConfig config = clients.config();
        this.topics = topics;
        KnownTurns known = new KnownTurns(config.knownTurns());
        this.publisher = new CommandPublisher(clients.createProducer(), topics.name(Topic.PROMPT_REQUESTS),
                clients.topics().maxRecordBytes(), meters);
        this.tailer = new ChunkTailer(clients.createTailConsumer(), topics.name(Topic.CHUNK_EVENTS),
                IntStream.range(0, topics.partitions()).boxed().toList(), config.partitionLinger(), known, watching,
                ends, meters);
        this.replay = new ReplayReader(clients::createReplayConsumer, config.replayThreads(),
                clients.kafka().config().requestTimeout(), meters);
        SearchLimits limits = new SearchLimits(config.replayThreads(), config.maxLookupRecords());
        this.finder = new TurnFinder(replay, topics, known, limits, config.lookupTimeout());
        this.cursors = new EarlierCursors(replay, topics, limits, config.lookupTimeout());
        Admin admin = clients.kafka().admin("probe");
        this.retention = new RetentionReport(admin, topics);
        this.coordinator = new CoordinatorRequests(publisher, tailer, this::partition, ids,
                config.acceptanceTimeout(), config.sessionStateAge());
        this.usage = new UsageLog(clients::createUsageConsumer, topics.name(Topic.USAGE), config.maxUsageSums(),
                config.lookupTimeout());
        this.usageTail = spending.map(spent -> new UsageTail(clients::createUsageTailConsumer,
                topics.name(Topic.USAGE), spent));
        this.probe = new ClusterProbe(admin, config.probeInterval(), config.probeTimeout());
        this.watch = new TopicWatch(admin, topics.name(Topic.CHUNK_EVENTS), config.probeInterval(),
                config.probeTimeout(), tailer::onRecreated);
        this.partitions = new PartitionWatch(admin, topics, config.probeInterval(), config.probeTimeout(),
                this::stopUsing);
        this.group = config.sharePartitions()
                ? Optional.of(new GatewayGroup(clients.createGroupConsumer(topics.prefix() + GROUP),
                        topics.name(Topic.CHUNK_EVENTS), tailer::prefer))
                : Optional.empty();
    }

    /**
     * Creates the clients and starts their threads.
     *
     * @param topics the topics, read from the cluster just before
     * @param watching is told how many follow a session
     * @param ends is told which turns have ended
     * @param spending is told what was used; empty if there are no budgets
     */
    public static KafkaAccess start(Topics topics, GatewayClients clients, TurnIds ids, WatchingListener watching,
            TurnEndListener ends, Optional<Spending> spending, GatewayMeters meters) {
        KafkaAccess kafka = new KafkaAccess(topics, clients, ids, watching, ends, spending, meters);
        kafka.tailer.start();
        kafka.probe.start();
        kafka.watch.start();
        kafka.partitions.start();
        kafka.usageTail.ifPresent(UsageTail::start);
        kafka.group.ifPresent(GatewayGroup::start);
        return kafka;
    }

    /** Blocks until the tail has its positions, so that readers can attach, and until it is known what was spent. */
    public void awaitTail() throws InterruptedException {
        tailer.readiness().await();
        if (usageTail.isPresent()) {
            usageTail.get().readiness().await();
        }
    }

    /** Returns whether prompts can be published and turns can be read. */
    public boolean isReady() {
        return tailer.readiness().isReached() && probe.isUp() && !partitionsAdded
                && usageTail.map(tail -> tail.readiness().isReached()).orElse(true);
    }

    private void stopUsing(String reason) {
        partitionsAdded = true;
        LOG.error("this gateway stops using Kafka: " + reason);
    }

    public CommandPublisher publisher() {
        return publisher;
    }

    public TurnFinder finder() {
        return finder;
    }

    public EarlierCursors cursors() {
        return cursors;
    }

    public TurnSnapshots snapshots() {
        return new TurnSnapshots(finder);
    }

    public RetentionReport retention() {
        return retention;
    }

    public UsageLog usage() {
        return usage;
    }

    public CoordinatorRequests coordinator() {
        return coordinator;
    }

    /** Returns the address of a turn. */
    public TurnAddress address(OwnedSession session, TurnId turn) {
        return TurnAddress.of(session, turn, topics);
    }

    /** Returns the events of a turn. */
    public TurnLog turnLog(OwnedSession session, TurnId turn) {
        return new TurnLog(session, turn, events(session, new Selection.OfTurn(session.turn(turn))));
    }

    /** Must be called before the prompt of a turn with a new id is published; see {@link ChunkTailer#creation}. */
    public Runnable creation(TurnLog turn) {
        return tailer.creation(turn.partition(), turn.turn());
    }

    /** Returns the events of all turns of a session. */
    public EventLog sessionEvents(OwnedSession session) {
        return events(session, new Selection.OfSession(session.key()));
    }

    /** Returns whether this gateway reads the events of a session even if it has no reader of them. */
    public boolean prefers(OwnedSession session) {
        return tailer.prefers(partition(session.key()));
    }

    private EventLog events(OwnedSession session, Selection selection) {
        return new EventLog(new TopicPartition(topics.name(Topic.CHUNK_EVENTS), partition(session.key())), selection,
                tailer, replay, topics.generation());
    }

    private int partition(SessionId session) {
        return SessionPartition.of(session, topics.partitions());
    }

    /** Sends the buffered commands, then stops reading. Blocks until all threads have ended. */
    @Override
    public void close() {
        publisher.close();
        group.ifPresent(GatewayGroup::close);
        usageTail.ifPresent(UsageTail::close);
        tailer.close();
        replay.close();
        watch.close();
        partitions.close();
        probe.close();
    }
}
