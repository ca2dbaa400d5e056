package dev.rivulet.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;

/**
 * Runs one plan on one event loop. Streams start at their planned times, whether or not earlier ones have ended, and
 * each has its own connection.
 */
final class LoadRun {

    private final Vertx vertx;
    private final LoadPlan plan;
    private final LoadStatistics statistics;
    private final TokenStream[] streams;
    private final Promise<LoadResult> result = Promise.promise();
    private HttpClient client;
    private int started;
    private int open;

    private LoadRun(Vertx vertx, LoadPlan plan) {
        this.vertx = vertx;
        this.plan = plan;
        this.statistics = new LoadStatistics(plan);
        this.streams = new TokenStream[plan.streams()];
    }

    /** Returns a future that completes when all streams have ended or were given up. */
    static Future<LoadResult> start(Vertx vertx, Context context, LoadPlan plan) {
        LoadRun run = new LoadRun(vertx, plan);
        context.runOnContext(v -> run.begin());
        return run.result.future();
    }

    private void begin() {
        client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(plan.streams()));
        open = plan.streams();
        vertx.setPeriodic(1, this::startThoseDue);
        long left = (plan.giveUpAt() - System.nanoTime()) / 1_000_000;
        vertx.setTimer(Math.max(1, left), timer -> giveUp());
    }

    private void startThoseDue(long timer) {
        while (started < plan.streams() && System.nanoTime() - plan.startOf(started) >= 0) {
            TokenStream stream = new TokenStream(plan, started, statistics, this::streamEnded);
            streams[started++] = stream;
            stream.start(client);
        }
        if (started == plan.streams()) {
            vertx.cancelTimer(timer);
        }
    }

    private void streamEnded() {
        if (--open == 0) {
            client.close().onComplete(closed -> result.tryComplete(statistics.result()));
        }
    }

    private void giveUp() {
        for (int i = 0; i < started; i++) {
            streams[i].giveUp();
        }
    }
}
