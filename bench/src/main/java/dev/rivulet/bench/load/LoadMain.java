package dev.rivulet.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.bench.load.plan.IdlePlan;
import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.Plan;
import dev.rivulet.bench.load.plan.ReadersPlan;
import dev.rivulet.bench.load.plan.StormPlan;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The load generator's process: reads a {@link Plan} per line from stdin and writes its result per line to stdout,
 * until stdin ends. One process runs all plans, so that its code is compiled by the time of the measurements.
 */
public final class LoadMain {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(
            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Context context = vertx.getOrCreateContext();
    private IdleConnections connections; // null before the first; on the event loop only

    private LoadMain() {}

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        JsonMapper json = JsonMapper.builder().build();
        PrintStream results = System.out;
        LoadMain load = new LoadMain();
        BufferedReader plans = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = plans.readLine(); line != null; line = plans.readLine()) {
            Object result = load.run(json.readValue(line, Plan.class)).toCompletionStage().toCompletableFuture().get();
            results.println(json.writeValueAsString(result));
            results.flush();
        }
        load.vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private Future<Object> run(Plan plan) {
        Promise<Object> result = Promise.promise();
        context.runOnContext(v -> begin(plan).onSuccess(result::complete).onFailure(result::fail));
        return result.future();
    }

    private Future<?> openInstead(IdlePlan plan) {
        IdleConnections before = connections;
        connections = new IdleConnections(vertx, plan);
        Future<Void> closed = before == null ? Future.succeededFuture() : before.close();
        return closed.compose(v -> connections.open());
    }

    private Future<?> begin(Plan plan) {
        return switch (plan) {
            case LoadPlan load -> new LoadRun(vertx, load, List.of()).start();
            case ReadersPlan readers -> new ReadersRun(vertx, readers, () -> {}).start();
            case StormPlan storm -> StormRun.start(vertx, storm);
            case IdlePlan idle -> openInstead(idle);
        };
    }
}
