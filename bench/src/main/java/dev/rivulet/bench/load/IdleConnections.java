package dev.rivulet.bench.load;

import dev.rivulet.bench.load.event.StreamEvents;
import dev.rivulet.bench.load.plan.IdlePlan;
import dev.rivulet.bench.load.plan.IdleResult;
import dev.rivulet.bench.load.plan.Shape;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Connections that stay open and do nothing. Used on the event loop only. */
final class IdleConnections {

    private final Vertx vertx;
    private final IdlePlan plan;
    private final HttpClient http;
    private final WebSocketClient sockets;
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Promise<IdleResult> result = Promise.promise();
    private final long startedAt = System.nanoTime();
    private int started;
    private int open;
    private int failed;

    IdleConnections(Vertx vertx, IdlePlan plan) {
        this.vertx = vertx;
        this.plan = plan;
        int most = Math.max(1, plan.connections());
        this.http = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(most));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(most));
    }

    /** Returns a future that completes when all connections are open or have failed, or time is up. */
    Future<IdleResult> open() {
        vertx.setPeriodic(1, this::openThoseDue);
        long left = (plan.giveUpAt() - System.nanoTime()) / 1_000_000;
        vertx.setTimer(Math.max(1, left), timer -> finish());
        return result.future();
    }

    private void openThoseDue(long timer) {
        long due = (System.nanoTime() - startedAt) * plan.perSecond() / TimeUnit.SECONDS.toNanos(1);
        while (started < Math.min(due, plan.connections())) {
            openOne(plan.name() + "-" + started++);
        }
        if (started == plan.connections()) {
            vertx.cancelTimer(timer);
            finishIfAllAre();
        }
    }

    private void openOne(String session) {
        if (plan.shape() == Shape.WEBSOCKET) {
            sockets.connect(TurnRequest.socket(plan.port())).onSuccess(socket -> opened())
                    .onFailure(cause -> failed(cause.toString()));
        } else {
            http.request(TurnRequest.at(plan.port()).setURI("/v1/sessions/" + session + "/events"))
                    .compose(request -> request.send()).onSuccess(this::follow)
                    .onFailure(cause -> failed(cause.toString()));
        }
    }

    private void follow(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.body().onSuccess(body -> failed("status " + response.statusCode() + ": " + body));
            return;
        }
        StreamEvents events = new StreamEvents((index, emittedAt) -> {});
        response.handler(buffer -> {
            boolean before = events.following();
            events.read(buffer.getBytes());
            if (!before && events.following()) {
                opened();
            }
        });
    }

    private void opened() {
        open++;
        finishIfAllAre();
    }

    private void failed(String reason) {
        failed++;
        failures.merge(reason, 1, Integer::sum);
        finishIfAllAre();
    }

    private void finishIfAllAre() {
        if (open + failed == plan.connections()) {
            finish();
        }
    }

    private void finish() {
        result.tryComplete(new IdleResult(open, failures));
    }

    Future<Void> close() {
        return Future.join(http.close(), sockets.close()).mapEmpty();
    }
}
