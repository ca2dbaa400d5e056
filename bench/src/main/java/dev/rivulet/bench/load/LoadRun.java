package dev.rivulet.bench.load;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Runs one plan on one event loop. Streams start at their planned times, however far others are. A stream asks for one
 * turn after another, without a pause.
 */
final class LoadRun {

    private final Vertx vertx;
    private final LoadPlan plan;
    private final LoadStatistics statistics;
    private final Asker[] askers;
    private final Turn[] turns; // the newest of each stream
    private final Promise<LoadResult> result = Promise.promise();
    private Askers shape;
    private int started;
    private int open;
    private boolean givenUp;

    private LoadRun(Vertx vertx, LoadPlan plan) {
        this.vertx = vertx;
        this.plan = plan;
        this.statistics = new LoadStatistics(plan);
        this.askers = new Asker[plan.streams()];
        this.turns = new Turn[plan.streams()];
    }

    /** Returns a future that completes when all turns have ended or were given up. */
    static Future<LoadResult> start(Vertx vertx, Context context, LoadPlan plan) {
        LoadRun run = new LoadRun(vertx, plan);
        context.runOnContext(v -> run.begin());
        return run.result.future();
    }

    private void begin() {
        shape = new Askers(vertx, plan, statistics);
        open = plan.streams();
        vertx.setPeriodic(1, this::startThoseDue);
        long left = (plan.giveUpAt() - System.nanoTime()) / 1_000_000;
        vertx.setTimer(Math.max(1, left), timer -> giveUp());
    }

    private void startThoseDue(long timer) {
        while (started < plan.streams() && System.nanoTime() - plan.startOf(started) >= 0) {
            askers[started] = shape.next();
            ask(started++);
        }
        if (started == plan.streams()) {
            vertx.cancelTimer(timer);
        }
    }

    private void ask(int stream) {
        turns[stream] = new Turn(plan.tokens(), statistics, () -> ended(stream));
        askers[stream].ask(turns[stream]);
    }

    private void ended(int stream) {
        // Not in the call of the turn that ended: a server that refuses at once would let the stack grow.
        vertx.runOnContext(v -> {
            if (!givenUp && System.nanoTime() - plan.measureTo() < 0) {
                ask(stream);
                return;
            }
            askers[stream].close();
            if (--open == 0) {
                shape.close().onComplete(closed -> result.tryComplete(statistics.result()));
            }
        });
    }

    private void giveUp() {
        givenUp = true;
        for (int i = 0; i < started; i++) {
            turns[i].giveUp();
        }
    }
}
