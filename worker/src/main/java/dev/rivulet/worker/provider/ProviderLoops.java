package dev.rivulet.worker.provider;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that read the providers' responses.
 *
 * @param ticks when they read
 */
public record ProviderLoops(Vertx vertx, LoopTicks ticks) implements AutoCloseable {

    /**
     * Starts the threads. A loop blocks while Kafka takes nothing more: that is the back-pressure on the providers. So
     * Vert.x's warning about blocked event loops is switched off. Nothing is read from the class path through Vert.x,
     * which would leave a folder behind when the process is killed.
     */
    public static ProviderLoops start(int threads) {
        return new ProviderLoops(
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(threads).setPreferNativeTransport(true)
                        .setMaxEventLoopExecuteTime(1).setMaxEventLoopExecuteTimeUnit(TimeUnit.DAYS)
                        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false))),
                new LoopTicks());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
