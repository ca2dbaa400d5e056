package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of a gateway: one server instance for each event loop. */
public final class HttpFront implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int DEFAULT_EVENT_LOOPS = 2;
    private static final int ANY_PORT_SHARED = -1;

    private final Vertx vertx;
    private final List<ServerInstance> instances;
    private final Duration shutdownTimeout;

    private HttpFront(Vertx vertx, List<ServerInstance> instances, Duration shutdownTimeout) {
        this.vertx = vertx;
        this.instances = instances;
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Returns when the port is bound.
     *
     * @throws CannotListenException when it cannot be
     */
    public static HttpFront listen(Components components) {
        HttpConfig http = components.http();
        int loops = http.eventLoops()
                .orElse(Math.min(DEFAULT_EVENT_LOOPS, Runtime.getRuntime().availableProcessors()));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        List<ServerInstance> instances = new CopyOnWriteArrayList<>();
        int port = http.port() == 0 ? ANY_PORT_SHARED : http.port();
        try {
            vertx.deployVerticle(() -> {
                ServerInstance instance = new ServerInstance(components, port);
                instances.add(instance);
                return instance;
            }, new DeploymentOptions().setInstances(loops)).await();
        } catch (Exception failure) { // await throws checked ones undeclared: BindException, above all
            vertx.close().await();
            throw new CannotListenException(http, failure);
        }
        HttpFront front = new HttpFront(vertx, instances, http.shutdownTimeout());
        LOG.atInfo().addKeyValue("host", http.host()).addKeyValue("port", front.port())
                .addKeyValue("eventLoops", loops).log("listening");
        return front;
    }

    public int port() {
        return instances.getFirst().port();
    }

    /** Takes no new connections, ends open streams so that their clients go on elsewhere, and waits for the rest. */
    public void stopServing() {
        await(Future.join(instances.stream().map(instance -> instance.shutDown(shutdownTimeout)).toList()));
    }

    @Override
    public void close() {
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
