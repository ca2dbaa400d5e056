package dev.rivulet.testkit.kafka;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.raft.RaftClient;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A broker and a controller with shared metadata; started once and stopped once. It assembles what {@code
 * KafkaRaftServer} does, because that class accepts neither bound sockets nor a fault handler that keeps the process
 * alive.
 */
final class Node {

    // The controller may be stopping too: a node never waits longer than this for it.
    private static final Duration LEAVE_TIMEOUT = Duration.ofMillis(2_000);
    private static final Duration HANDOVER = Duration.ofMillis(200);

    private final BoundSockets sockets;
    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;

    Node(Map<String, String> settings, BoundSockets sockets, FaultLog faults) {
        this.sockets = sockets;
        KafkaYammerMetrics.INSTANCE.configure(settings);
        KafkaConfig config = new KafkaConfig(settings, false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> storage = KafkaRaftServer.initializeLogDirs(config,
                LoggerFactory.getLogger(Node.class), "node " + config.nodeId() + ": ");
        Map<Integer, InetSocketAddress> voters = QuorumConfig.parseVoterConnections(config.quorumConfig().voters());
        shared = new SharedServer(config, storage._1(), Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, storage._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(voters), List.of(), faults, sockets);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2());
        broker = new BrokerServer(shared);
    }

    /** Blocks until the node serves clients. Needs a majority of the nodes: start them concurrently. */
    void start() {
        // The controller first: the metadata log is opened with its endpoints.
        controller.startup();
        broker.startup();
    }

    /** Leaves the cluster with a controlled shutdown. Blocks until its threads, files and ports are free. */
    void stop() {
        try {
            stopBroker();
        } finally {
            stopController();
        }
    }

    /** The first half of stopping. Needs a running controller for the controlled shutdown. */
    void stopBroker() {
        broker.shutdown(LEAVE_TIMEOUT);
    }

    /**
     * The second half, for nodes that stop together. The last leader would wait five seconds for another node to take
     * over: give it {@link #HANDOVER} to notify them, then close its metadata log.
     */
    void stopControllerWithAllOthers() {
        RaftClient<?> raft = shared.raftManager().client();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stopController,
                task -> new Thread(task).start());
        try {
            stopped.copy().orTimeout(HANDOVER.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            raft.shutdown(1);
            stopped.join();
        }
    }

    private void stopController() {
        try {
            controller.shutdown();
        } finally {
            sockets.close();
        }
    }
}
