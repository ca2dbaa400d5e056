package dev.rivulet.bench.load;

import dev.rivulet.bench.load.plan.LoadPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.function.Supplier;

/** Makes what asks for the turns of each stream of a plan. Each has connections of its own. */
final class Askers {

    /** One asks, one may follow. */
    private static final int CONNECTIONS_PER_STREAM = 2;

    private final LoadPlan plan;
    private final LoadStatistics statistics;
    private final HttpClient http;
    private final WebSocketClient sockets;
    private long sessions;
    private int streams;

    /** Must be created on the event loop that uses it. */
    Askers(Vertx vertx, LoadPlan plan, LoadStatistics statistics) {
        this.plan = plan;
        this.statistics = statistics;
        this.http = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_STREAM * plan.streams()));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(plan.streams()));
    }

    Asker next() {
        Supplier<String> names = this::nextSession;
        LoadPlan own = plan.ofStream(streams++);
        return switch (plan.shape()) {
            case DIRECT, POST, KEYED, CHAT -> new HttpAsker(http, () -> TurnRequest.of(own, names.get()));
            case WEBSOCKET -> new SocketAsker(sockets, own, names);
            case FOLLOWED -> new FollowedAsker(http, own, names, statistics);
        };
    }

    private String nextSession() {
        return plan.session() == null ? plan.name() + "-" + ++sessions : plan.session();
    }

    Future<Void> close() {
        return Future.join(http.close(), sockets.close()).mapEmpty();
    }
}
