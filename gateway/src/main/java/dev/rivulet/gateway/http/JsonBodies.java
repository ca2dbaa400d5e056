package dev.rivulet.gateway.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the JSON that clients send, within limits of depth and number of values. Large JSON is read on other threads,
 * so that it delays nobody on the event loop. Must be used on its loop.
 */
public final class JsonBodies {

    private static final String THREADS = "json";

    private final WorkerExecutor workers;
    private final JsonMapper mapper;
    private final int large;

    public JsonBodies(Vertx vertx, HttpConfig http) {
        // All loops share the threads of this name.
        this.workers = vertx.createSharedWorkerExecutor(THREADS, http.jsonThreads());
        this.large = http.maxInlineJson();
        this.mapper = mapper(http.maxJsonDepth(), http.maxJsonTokens());
    }

    private static JsonMapper mapper(int maxDepth, int maxTokens) {
        JsonMapper mapper = Json.MAPPER.copy();
        mapper.getFactory().setStreamReadConstraints(mapper.getFactory().streamReadConstraints().rebuild()
                .maxNestingDepth(maxDepth).maxTokenCount(maxTokens).build());
        return mapper;
    }

    /**
     * Reads the body of a request. If it cannot be read, the request fails.
     *
     * @param reading reads the fields; called on another thread if the body is large
     * @param next called on the loop with the result, unless the client has left meanwhile
     * @throws dev.rivulet.gateway.problem.ProblemException if a small body cannot be read
     */
    public <T> void read(RoutingContext request, Function<JsonRequest, T> reading, Consumer<T> next) {
        Buffer body = request.body().buffer();
        byte[] json = body == null ? new byte[0] : body.getBytes();
        if (json.length <= large) {
            next.accept(reading.apply(JsonRequest.of(json, mapper)));
            return;
        }
        elsewhere(() -> reading.apply(JsonRequest.of(json, mapper)), read -> {
            if (!request.response().closed()) {
                next.accept(read);
            }
        }, request::fail);
    }

    /** @throws dev.rivulet.gateway.problem.ProblemException if the text cannot be read */
    public JsonRequest read(String json) {
        return JsonRequest.of(json.getBytes(StandardCharsets.UTF_8), mapper);
    }

    /** Returns whether a text must be read {@link #elsewhere}. */
    public boolean isLarge(String json) {
        return json.length() > large;
    }

    /**
     * Reads on another thread.
     *
     * @param next called on the loop with the result
     * @param failed called on the loop with what {@code reading} or {@code next} has thrown
     */
    public <T> void elsewhere(Callable<T> reading, Consumer<T> next, Consumer<Throwable> failed) {
        workers.executeBlocking(reading, false).map(read -> {
            next.accept(read);
            return null;
        }).onFailure(failed::accept);
    }
}
