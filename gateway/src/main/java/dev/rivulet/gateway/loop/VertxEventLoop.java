package dev.rivulet.gateway.loop;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * An event loop of Vert.x. Each server instance makes exactly one, so objects that are the same run on the same thread.
 */
public final class VertxEventLoop implements EventLoop {

    private final Vertx vertx;
    private final Context context;

    public VertxEventLoop(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(nothing -> task.run());
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), timer -> task.run());
        return () -> vertx.cancelTimer(id);
    }

    @Override
    public Timer every(Duration interval, Runnable task) {
        long id = vertx.setPeriodic(interval.toMillis(), timer -> task.run());
        return () -> vertx.cancelTimer(id);
    }
}
