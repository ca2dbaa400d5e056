package dev.rivulet.bench.load;

import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.ReadersResult;
import dev.rivulet.bench.load.plan.StormPlan;
import dev.rivulet.bench.load.plan.StormResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Readers that are cut at once, beside other streams whose delays are measured before and meanwhile. */
final class StormRun {

    private StormRun() {}

    /** Must be called on the event loop. */
    static Future<StormResult> start(Vertx vertx, StormPlan plan) {
        long cutAt = plan.readers().cutAt();
        TokenWindow before = new TokenWindow(plan.others().measureFrom(), cutAt);
        TokenWindow during = new TokenWindow(cutAt, plan.others().measureTo());
        Future<ReadersResult> readers = new ReadersRun(vertx, plan.readers(), during::end).start();
        Future<LoadResult> others = new LoadRun(vertx, plan.others(), List.of(before, during)).start();
        return Future.all(readers, others).map(v -> new StormResult(readers.result(), others.result(),
                before.latency(), during.latency()));
    }
}
