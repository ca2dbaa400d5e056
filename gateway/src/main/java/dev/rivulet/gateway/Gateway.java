package dev.rivulet.gateway;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.SigningSecrets;
import dev.rivulet.gateway.identity.WithGrants;
import dev.rivulet.gateway.log.GatewayClients;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.tail.WatchingListener;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.gateway.quota.Spending;
import dev.rivulet.gateway.server.Components;
import dev.rivulet.gateway.server.GatewayHttpServer;
import dev.rivulet.gateway.stream.ReaderPresence;
import dev.rivulet.gateway.stream.SessionFollowers;
import dev.rivulet.gateway.stream.TextBudget;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.runtime.kafka.ClusterStart;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.runtime.metrics.KafkaMeters;
import dev.rivulet.runtime.metrics.Metrics;
import dev.rivulet.schemas.command.ReadersChanged;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway: an HTTP server and its access to Kafka. It listens before Kafka is reached; until then {@code /readyz}
 * responds with 503. Start and close must not be called at the same time.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final GatewayConfig config;
    private final TopicsConfig topicsConfig;
    private final KafkaClients kafka;
    private final Metrics metrics = new Metrics();
    private final GatewayMeters meters = new GatewayMeters(metrics.registry());
    private final KafkaAvailability availability = new KafkaAvailability();
    private final TurnIds ids = new TurnIds();
    private final Optional<SessionFollowers> followers;
    private final Authentication authentication;
    private final SigningSecrets secrets;
    private final Quotas quotas;
    private final Optional<Spending> spending; // empty if there are no budgets
    private final KafkaMeters kafkaMeters;
    private final GatewayHttpServer http;
    private KafkaAccess access; // null until Kafka is reached
    private boolean closed;

    private Gateway(GatewaySettings settings) {
        this.config = settings.gateway();
        this.topicsConfig = settings.topics();
        this.kafka = settings.kafka();
        this.authentication = settings.authentication();
        this.secrets = settings.secrets();
        UsageConfig usage = settings.usage();
        this.spending = Quotas.hasBudget(settings.quota(), false)
                ? Optional.of(new Spending(Clock.systemUTC(), usage.currency()))
                : Optional.empty();
        this.quotas = spending.map(spent -> Quotas.of(settings.quota(), spent, PriceTable.of(usage), settings.model(),
                meters::quotaExceeded)).orElseGet(() -> Quotas.of(settings.quota(), meters::quotaExceeded));
        this.kafkaMeters = new KafkaMeters(metrics.registry(), kafka.config().metrics());
        this.followers = config.presence()
                ? Optional.of(new SessionFollowers(settings.id(), config.presenceDelay(), config.presenceInterval(),
                        this::publish, System::nanoTime))
                : Optional.empty();
        this.http = GatewayHttpServer
                .listen(new Components(config, settings.http(),
                        WithGrants.to(authentication, secrets, settings.auth()),
                        new Cursors(secrets, settings.auth().acceptUnsignedCursors()), settings.model(),
                        settings.limits(), availability, ids, meters, metrics,
                        new ReaderPresence(settings.http().disconnectGrace()), followers,
                        new TextBudget(settings.http().maxCollectedText()), quotas));
        authentication.start();
        secrets.start();
        logWhoMayCall(AuthConfig.modeOf(settings.auth()));
        if (quotas.isLimited() && !authentication.isRequired()) {
            LOG.warn("callers are not authenticated: all of them share one quota");
        }
    }

    private void logWhoMayCall(AuthConfig.Mode mode) {
        switch (mode) {
            case OFF -> LOG.info("callers are not authenticated, and only this machine is listened to");
            case NONE -> LOG.warn("callers are not authenticated: whoever reaches the port may use every session");
            case ON -> LOG.info("callers are authenticated");
        }
        if (mode != AuthConfig.Mode.OFF && secrets.valid().isEmpty()) {
            LOG.info("without rivulet.auth.secrets there are no grants, and cursors have no MAC");
        }
    }

    /**
     * Starts a gateway. Blocks until Kafka is reached, however long that takes.
     *
     * @throws dev.rivulet.runtime.config.InvalidConfigException if the configuration cannot be used
     * @throws dev.rivulet.gateway.server.CannotListenException if the port cannot be bound
     * @throws dev.rivulet.runtime.kafka.UnfitTopicException if an existing topic has unsuitable settings
     * @throws InterruptedException if the thread is interrupted before Kafka is reached; nothing is left open
     */
    public static Gateway start(Config config) throws InterruptedException {
        Gateway gateway = new Gateway(GatewaySettings.of(config));
        try {
            gateway.connect();
            return gateway;
        } catch (RuntimeException | InterruptedException failure) {
            gateway.close();
            throw failure;
        }
    }

    /**
     * Checks the settings that a gateway reads, without starting one.
     *
     * @throws dev.rivulet.runtime.config.InvalidConfigException that names everything that is wrong
     */
    public static void requireValid(Config config) {
        GatewaySettings.of(config);
    }

    private void connect() throws InterruptedException {
        Topics topics = ClusterStart.await(kafka, topicsConfig);
        WatchingListener watching = followers.<WatchingListener>map(counted -> counted)
                .orElse((session, readers) -> {});
        access = KafkaAccess.start(topics, new GatewayClients(kafka, config, topicsConfig, kafkaMeters), ids, watching,
                quotas::turnEnded, spending, meters);
        availability.connected(access);
        access.awaitTail();
        LOG.atInfo().addKeyValue("port", port()).addKeyValue("partitions", topics.partitions()).log("gateway ready");
    }

    /** While Kafka is away nothing is published: the count is told again later. */
    private CompletableFuture<Void> publish(ReadersChanged count) {
        return access.isReady() ? access.publisher().publish(count) : CompletableFuture.completedFuture(null);
    }

    /** Returns the port of {@code /healthz}, {@code /readyz} and {@code /metrics}. */
    public int managementPort() {
        return http.managementPort();
    }

    /** Returns the port that it listens on. */
    public int port() {
        return http.port();
    }

    /** Returns whether that port speaks HTTPS. */
    public boolean isSecure() {
        return http.isSecure();
    }

    /**
     * Shuts down within seconds, in this order: refuses new requests, ends open streams so that clients continue at
     * another gateway, sends the buffered commands, stops reading. Has no effect when called again.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        availability.shutDown();
        http.stopServing();
        if (access != null) {
            followers.ifPresent(SessionFollowers::close);
            access.close();
        }
        http.close();
        authentication.close();
        secrets.close();
        kafkaMeters.close();
        metrics.close();
    }
}
