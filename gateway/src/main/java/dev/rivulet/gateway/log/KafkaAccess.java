package dev.rivulet.gateway.log;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.lookup.TurnFinder;
import dev.rivulet.gateway.log.lookup.TurnSnapshots;
import dev.rivulet.gateway.log.replay.ReplayReader;
import dev.rivulet.gateway.log.tail.ChunkTailer;
import dev.rivulet.gateway.log.tail.LoggedReply;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** All of a gateway that talks to Kafka. Thread-safe. */
public final class KafkaAccess implements AutoCloseable {

    private final Topics topics;
    private final CommandPublisher publisher;
    private final ChunkTailer tailer;
    private final ReplayReader replay;
    private final TurnFinder finder;
    private final ClusterProbe probe;
    private final RetentionReport remains;

    private KafkaAccess(Topics topics, GatewayClients clients, GatewayMeters meters) {
        GatewayConfig config = clients.config();
        this.topics = topics;
        this.publisher = new CommandPublisher(clients.producer(), topics.name(Topic.PROMPT_REQUESTS), meters);
        this.tailer = new ChunkTailer(clients.tailConsumer(), topics.name(Topic.CHUNK_EVENTS),
                IntStream.range(0, topics.partitions()).boxed().toList(), meters);
        this.replay = new ReplayReader(clients::replayConsumer, config.replayThreads(),
                clients.kafka().config().requestTimeout());
        this.finder = new TurnFinder(replay, topics, config.lookupTimeout());
        Admin admin = clients.kafka().admin();
        this.remains = new RetentionReport(admin, topics);
        this.probe = new ClusterProbe(admin, config.probeInterval(), config.probeTimeout());
    }

    /** @param topics as they are in the cluster, which has just been reached */
    public static KafkaAccess start(Topics topics, KafkaClients kafka, GatewayConfig config, TopicsConfig topicsConfig,
            GatewayMeters meters) {
        KafkaAccess cluster = new KafkaAccess(topics, new GatewayClients(kafka, config, topicsConfig), meters);
        cluster.tailer.start();
        cluster.probe.start();
        return cluster;
    }

    /** Returns when the tail knows where it is. */
    public void awaitTail() throws InterruptedException {
        tailer.awaitReady();
    }

    /** Whether prompts can be taken and turns be read. */
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

    public RetentionReport remains() {
        return remains;
    }

    /** How many partitions the topics keyed by session have. */
    public int partitions() {
        return topics.partitions();
    }

    /** Completes with the coordinator's answer to a request that is published after this call. */
    public <A extends CoordinatorReply> CompletableFuture<LoggedReply<A>> answerTo(TurnId request, Class<A> type) {
        return tailer.answerTo(request, type);
    }

    /** The events of a turn whose session is known. */
    public TurnLog log(SessionId session, TurnId turn) {
        return log(SessionPartition.of(session, topics.partitions()), turn);
    }

    /** The events of a turn. */
    public TurnLog log(int partition, TurnId turn) {
        return new TurnLog(turn, events(partition, new Selection.OfTurn(turn)));
    }

    /** The events of all of a session's turns. */
    public EventLog log(SessionId session) {
        return events(SessionPartition.of(session, topics.partitions()), new Selection.OfSession(session));
    }

    private EventLog events(int partition, Selection selection) {
        return new EventLog(new TopicPartition(topics.name(Topic.CHUNK_EVENTS), partition), selection, tailer, replay);
    }

    /** Prompts on their way go out first; then reading stops. */
    @Override
    public void close() {
        publisher.close();
        tailer.close();
        replay.close();
        probe.close();
    }
}
