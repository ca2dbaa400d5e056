package dev.rivulet.gateway.log;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.log.lookup.TurnFinder;
import dev.rivulet.gateway.log.lookup.TurnSnapshots;
import dev.rivulet.gateway.log.replay.ReplayReader;
import dev.rivulet.gateway.log.tail.ChunkTailer;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Everything of a gateway that talks to Kafka. Thread-safe. */
public final class KafkaAccess implements AutoCloseable {

    private final Topics topics;
    private final CommandPublisher publisher;
    private final ChunkTailer tailer;
    private final ReplayReader replay;
    private final TurnFinder finder;
    private final ClusterProbe probe;
    private final RetentionReport retention;
    private final CoordinatorRequests coordinator;

    private KafkaAccess(Topics topics, GatewayClients clients, TurnIds ids, GatewayMeters meters) {
        GatewayConfig config = clients.config();
        this.topics = topics;
        this.publisher = new CommandPublisher(clients.producer(), topics.name(Topic.PROMPT_REQUESTS), meters);
        this.tailer = new ChunkTailer(clients.tailConsumer(), topics.name(Topic.CHUNK_EVENTS),
                IntStream.range(0, topics.partitions()).boxed().toList(), meters);
        this.replay = new ReplayReader(clients::replayConsumer, config.replayThreads(),
                clients.kafka().config().requestTimeout());
        this.finder = new TurnFinder(replay, topics, config.lookupTimeout());
        Admin admin = clients.kafka().admin();
        this.retention = new RetentionReport(admin, topics);
        this.coordinator = new CoordinatorRequests(publisher, tailer, ids, config.acceptanceTimeout());
        this.probe = new ClusterProbe(admin, config.probeInterval(), config.probeTimeout());
    }

    /**
     * Starts the clients.
     *
     * @param topics the topics of the cluster, which has just been reached
     */
    public static KafkaAccess start(Topics topics, GatewayClients clients, TurnIds ids, GatewayMeters meters) {
        KafkaAccess kafka = new KafkaAccess(topics, clients, ids, meters);
        kafka.tailer.start();
        kafka.probe.start();
        return kafka;
    }

    /** Blocks until the tail has its positions. */
    public void awaitTail() throws InterruptedException {
        tailer.awaitReady();
    }

    /** Returns whether prompts can be accepted and turns be read. */
    public boolean isReady() {
        return tailer.isReady() && probe.isUp();
    }

    public CommandPublisher publisher() {
        return publisher;
    }

    public TurnFinder finder() {
        return finder;
    }

    public TurnSnapshots snapshots() {
        return new TurnSnapshots(finder);
    }

    public RetentionReport retention() {
        return retention;
    }

    public CoordinatorRequests coordinator() {
        return coordinator;
    }

    /** The number of partitions of the topics keyed by session. */
    public int partitions() {
        return topics.partitions();
    }

    /** Returns the address of a turn. */
    public TurnAddress address(SessionId session, TurnId turn) {
        return TurnAddress.of(session, turn, topics.partitions());
    }

    /** Returns the events of a turn whose session is known. */
    public TurnLog log(SessionId session, TurnId turn) {
        return log(SessionPartition.of(session, topics.partitions()), turn);
    }

    /** Returns the events of a turn. */
    public TurnLog log(int partition, TurnId turn) {
        return new TurnLog(turn, events(partition, new Selection.OfTurn(turn)));
    }

    /** Returns the events of all of a session's turns. */
    public EventLog log(SessionId session) {
        return events(SessionPartition.of(session, topics.partitions()), new Selection.OfSession(session));
    }

    private EventLog events(int partition, Selection selection) {
        return new EventLog(new TopicPartition(topics.name(Topic.CHUNK_EVENTS), partition), selection, tailer, replay);
    }

    /** Sends the commands that are on their way; then stops reading. */
    @Override
    public void close() {
        publisher.close();
        tailer.close();
        replay.close();
        probe.close();
    }
}
