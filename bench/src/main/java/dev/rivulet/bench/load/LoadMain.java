package dev.rivulet.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
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
 * The load generator's process: reads a {@link LoadPlan} per line from stdin and writes a {@link LoadResult} per line
 * to stdout, until stdin ends. One process runs all plans, so that its code is compiled by the time of the
 * measurements.
 */
public final class LoadMain {

    private LoadMain() {}

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        JsonMapper json = JsonMapper.builder().build();
        PrintStream results = System.out;
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Context context = vertx.getOrCreateContext();
        BufferedReader plans = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = plans.readLine(); line != null; line = plans.readLine()) {
            LoadPlan plan = json.readValue(line, LoadPlan.class);
            LoadResult result = LoadRun.start(vertx, context, plan).toCompletionStage().toCompletableFuture().get();
            results.println(json.writeValueAsString(result));
            results.flush();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
