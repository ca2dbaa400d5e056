package dev.rivulet.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;

/**
 * Carries out one order on one event loop. Streams start at their times, whatever became of those before them, and each
 * has a connection of its own, as clients do.
 */
final class LoadRun {

    private final Vertx vertx;
    private final LoadOrder order;
    private final Tally tally;
    private final TokenStream[] streams;
    private final Promise<LoadResult> result = Promise.promise();
    private HttpClient client;
    private int started;
    private int open;

    private LoadRun(Vertx vertx, LoadOrder order) {
        this.vertx = vertx;
        this.order = order;
        this.tally = new Tally(order);
        this.streams = new TokenStream[order.streams()];
    }

    /** Completes when all streams have ended or were given up. */
    static Future<LoadResult> start(Vertx vertx, Context context, LoadOrder order) {
        LoadRun run = new LoadRun(vertx, order);
        context.runOnContext(v -> run.begin());
        return run.result.future();
    }

    private void begin() {
        client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(order.streams()));
        open = order.streams();
        vertx.setPeriodic(1, this::startThoseDue);
        long left = (order.giveUpAt() - System.nanoTime()) / 1_000_000;
        vertx.setTimer(Math.max(1, left), timer -> giveUp());
    }

    private void startThoseDue(long timer) {
        while (started < order.streams() && System.nanoTime() - order.startOf(started) >= 0) {
            TokenStream stream = new TokenStream(order, started, tally, this::streamEnded);
            streams[started++] = stream;
            stream.start(client);
        }
        if (started == order.streams()) {
            vertx.cancelTimer(timer);
        }
    }

    private void streamEnded() {
        if (--open == 0) {
            client.close().onComplete(closed -> result.tryComplete(tally.result()));
        }
    }

    private void giveUp() {
        for (int i = 0; i < started; i++) {
            streams[i].giveUp();
        }
    }
}
