package dev.rivulet.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

/**
 * The load generator as a process: a line with a {@link LoadOrder} on stdin, a line with its {@link LoadResult} on stdout,
 * until stdin ends. It stays the same process over all orders, so that its code is compiled when it counts.
 */
public final class LoadMain {

    private LoadMain() {}

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        JsonMapper json = JsonMapper.builder().build();
        PrintStream answers = System.out;
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Context context = vertx.getOrCreateContext();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            LoadOrder order = json.readValue(line, LoadOrder.class);
            LoadResult result = LoadRun.start(vertx, context, order).toCompletionStage().toCompletableFuture().get();
            answers.println(json.writeValueAsString(result));
            answers.flush();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
