package dev.rivulet.bench.load;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Runs one plan on one event loop. Streams start at their planned times, however far others are. A stream asks for one
 * turn after another, without a pause.
 */
final class LoadRun {

    private final Vertx vertx;
    private final LoadPlan plan;
    private final LoadStatistics statistics;
    private final Asker[] askers;
    private final Askers shape;
    private final Turn[] turns; // the newest of each stream
    private final Promise<LoadResult> result = Promise.promise();
    private int started;
    private int open;
    private long asked;
    private boolean givenUp;

    /**
     * Must be created on the event loop.
     *
     * @param windows in which the delays of tokens are recorded too
     */
    LoadRun(Vertx vertx, LoadPlan plan, List<TokenWindow> windows) {
        this.vertx = vertx;
        this.plan = plan;
        this.statistics = new LoadStatistics(plan, windows);
        this.shape = new Askers(vertx, plan, statistics);
        this.open = plan.streams();
        this.askers = new Asker[plan.streams()];
        this.turns = new Turn[plan.streams()];
    }

    /** Returns a future that completes when all turns have ended or were given up. */
    Future<LoadResult> start() {
        vertx.setPeriodic(1, this::startThoseDue);
        long left = (plan.giveUpAt() - System.nanoTime()) / 1_000_000;
        vertx.setTimer(Math.max(1, left), timer -> giveUp());
        return result.future();
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

    private boolean mayAsk() {
        boolean left = plan.turns() == 0 || asked + plan.streams() - started < plan.turns(); // one for each to start
        return left && !givenUp && System.nanoTime() - plan.measureTo() < 0;
    }

    private void ask(int stream) {
        asked++;
        turns[stream] = new Turn(plan.tokens(), statistics, () -> ended(stream));
        askers[stream].ask(turns[stream]);
    }

    private void ended(int stream) {
        // Not in the call of the turn that ended: a server that refuses at once would let the stack grow.
        vertx.runOnContext(v -> {
            if (mayAsk()) {
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
