package dev.rivulet.worker.provider;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/** The event loops that read the providers' responses. */
public final class ProviderLoops {

    private ProviderLoops() {}

    /**
     * Starts the threads. A loop blocks while Kafka takes nothing more: that is the back-pressure on the providers. So
     * Vert.x's warning about blocked event loops is switched off.
     */
    public static Vertx start(int threads) {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(threads).setPreferNativeTransport(true)
                .setMaxEventLoopExecuteTime(1).setMaxEventLoopExecuteTimeUnit(TimeUnit.DAYS));
    }
}
