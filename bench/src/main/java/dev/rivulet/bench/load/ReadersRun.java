package dev.rivulet.bench.load;

import dev.rivulet.bench.load.plan.ReadersPlan;
import dev.rivulet.bench.load.plan.ReadersResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Asks for the turns of a plan, and reads each with many readers. Runs on one event loop. */
final class ReadersRun {

    private final Vertx vertx;
    private final ReadersPlan plan;
    private final ReaderStatistics statistics;
    private final HttpClient client;
    private final List<Reader> readers = new ArrayList<>();
    private final Promise<ReadersResult> result = Promise.promise();
    private int open;

    /**
     * Must be created on the event loop.
     *
     * @param onAllBack called when every reader has read on after the cut
     */
    ReadersRun(Vertx vertx, ReadersPlan plan, Runnable onAllBack) {
        this.vertx = vertx;
        this.plan = plan;
        this.statistics = new ReaderStatistics(plan, onAllBack);
        this.open = plan.readers();
        // Twice: those that are cut may not have left the pool when they come back.
        this.client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(2 * plan.readers() + plan.turns()));
    }

    /** Returns a future that completes when all readers have ended or were given up; it fails if a turn is refused. */
    Future<ReadersResult> start() {
        at(plan.startAt(), () -> Future.all(IntStream.range(0, plan.turns()).mapToObj(this::ask).toList())
                .onSuccess(asked -> vertx.setPeriodic(1, timer -> startThoseDue(timer, asked.list())))
                .onFailure(result::tryFail));
        if (plan.cutAt() != 0) {
            at(plan.cutAt(), () -> readers.forEach(Reader::cut));
        }
        at(plan.giveUpAt(), this::giveUp);
        return result.future();
    }

    private void at(long nanoTime, Runnable task) {
        vertx.setTimer(Math.max(1, (nanoTime - System.nanoTime()) / 1_000_000), timer -> task.run());
    }

    /** Returns the path of the turn. */
    private Future<String> ask(int turn) {
        TurnRequest request = TurnRequest.prompt(plan.port(), plan.name() + "-" + turn, plan.tokens());
        return client.request(request.options().putHeader("Accept", "application/json"))
                .compose(http -> http.send(Buffer.buffer(request.body())))
                .compose(response -> response.body().compose(body -> response.statusCode() == 202
                        ? Future.succeededFuture(response.getHeader("Location"))
                        : Future.failedFuture("status " + response.statusCode() + ": " + body)));
    }

    private void startThoseDue(long timer, List<String> turns) {
        while (readers.size() < plan.readers() && System.nanoTime() - plan.startOf(readers.size()) >= 0) {
            Reader reader = new Reader(client, plan.port(), turns.get(readers.size() % turns.size()) + "/events",
                    plan.tokens(), statistics, this::ended);
            readers.add(reader);
            reader.start();
        }
        if (readers.size() == plan.readers()) {
            vertx.cancelTimer(timer);
        }
    }

    private void giveUp() {
        if (readers.size() < plan.readers()) {
            result.tryFail("only " + readers.size() + " readers could start in time");
        }
        readers.forEach(Reader::giveUp);
    }

    private void ended() {
        if (--open == 0) {
            client.close().onComplete(closed -> result.tryComplete(statistics.result()));
        }
    }
}
