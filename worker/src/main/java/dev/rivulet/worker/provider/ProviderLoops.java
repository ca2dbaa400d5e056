package dev.rivulet.worker.provider;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/** The event loops that read the providers' answers. */
public final class ProviderLoops {

    private ProviderLoops() {}

    /**
     * Starts the threads. A loop that cannot hand on what it read, because Kafka takes nothing more, blocks: that is the
     * back-pressure on the providers, so nobody is to warn of it.
     */
    public static Vertx start(int threads) {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(threads).setPreferNativeTransport(true)
                .setMaxEventLoopExecuteTime(1).setMaxEventLoopExecuteTimeUnit(TimeUnit.DAYS));
    }
}
