package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.metrics.HttpMeters;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.metrics.MetricsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a gateway: one instance for each event loop, all on one port. */
public final class GatewayHttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayHttpServer.class);
    private static final int DEFAULT_EVENT_LOOPS = 2;
    private static final int SHARED_FREE_PORT = -1; // Vert.x: one free port for all instances of a verticle

    private final Vertx vertx;
    private final List<ServerInstance> instances;
    private final Optional<ManagementInstance> management;
    private final Optional<TlsReload> tls;
    private final Duration shutdownTimeout;

    private GatewayHttpServer(Vertx vertx, List<ServerInstance> instances, Optional<ManagementInstance> management,
            Optional<TlsReload> tls, Duration shutdownTimeout) {
        this.vertx = vertx;
        this.instances = instances;
        this.management = management;
        this.tls = tls;
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Starts the server. Blocks until the port is bound.
     *
     * @throws dev.rivulet.runtime.config.InvalidConfigException if the certificate or its key cannot be used
     * @throws CannotListenException if the port cannot be bound
     */
    public static GatewayHttpServer listen(Components components) {
        HttpConfig http = components.http();
        Optional<TlsFiles> files = TlsFiles.of(http.tls(), http.headerTimeout());
        int loops = http.eventLoops()
                .orElse(Math.min(DEFAULT_EVENT_LOOPS, Runtime.getRuntime().availableProcessors()));
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true)
                        .setMetricsOptions(new MetricsOptions().setEnabled(true))
                        // Of no use here, and a folder of it would be left behind by a process that is killed.
                        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)))
                .withMetrics(new HttpMeters(components.metrics().registry())).build();
        Optional<ManagementInstance> management = http.managementPort()
                .map(port -> listen(vertx, components, port));
        List<ServerInstance> instances = new CopyOnWriteArrayList<>();
        ConnectionGuard connections = new ConnectionGuard(http, components.meters());
        int port = http.port() == 0 ? SHARED_FREE_PORT : http.port();
        try {
            vertx.deployVerticle(() -> {
                ServerInstance instance = new ServerInstance(components, connections, files, port);
                instances.add(instance);
                return instance;
            }, new DeploymentOptions().setInstances(loops)).await();
        } catch (Exception failure) { // await() throws undeclared checked exceptions, such as BindException
            vertx.close().await();
            throw new CannotListenException(http.host(), http.port(), "rivulet.http.port or RIVULET_HTTP_PORT",
                    failure);
        }
        Optional<TlsReload> tls = files.map(found -> TlsReload.start(found, http.tls().checkInterval(),
                instances.getFirst()::use));
        GatewayHttpServer server = new GatewayHttpServer(vertx, instances, management, tls, http.shutdownTimeout());
        LOG.atInfo().addKeyValue("host", http.host()).addKeyValue("port", server.port())
                .addKeyValue("tls", tls.isPresent()).addKeyValue("eventLoops", loops).log("listening");
        return server;
    }

    private static ManagementInstance listen(Vertx vertx, Components components, int port) {
        ManagementInstance management = new ManagementInstance(components, port);
        try {
            vertx.deployVerticle(management).await();
            return management;
        } catch (Exception failure) { // as above
            vertx.close().await();
            throw new CannotListenException(components.http().managementHost(), port, "rivulet.http.management-port",
                    failure);
        }
    }

    /** Returns the port of the paths for operators. */
    public int managementPort() {
        return management.map(ManagementInstance::port).orElseGet(this::port);
    }

    /** Returns whether that port speaks HTTPS. */
    public boolean isSecure() {
        return tls.isPresent();
    }

    /** Returns the port that was bound. */
    public int port() {
        return instances.getFirst().port();
    }

    /**
     * Accepts no new connections, ends open streams so that their clients continue at another gateway, and waits for
     * the other requests. Blocks for at most twice {@code rivulet.http.shutdown-timeout}.
     */
    public void stopServing() {
        await(Future.join(instances.stream().map(instance -> instance.shutDown(shutdownTimeout)).toList()));
    }

    @Override
    public void close() {
        tls.ifPresent(TlsReload::close);
        await(vertx.close());
    }

    private void await(Future<?> end) {
        try {
            end.await(2 * shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RuntimeException failure) {
            LOG.atWarn().addKeyValue("cause", failure.toString()).log("HTTP did not stop in good order");
        }
    }
}
