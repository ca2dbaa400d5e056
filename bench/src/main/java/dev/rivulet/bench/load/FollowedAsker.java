package dev.rivulet.bench.load;

import dev.rivulet.bench.load.plan.LoadPlan;
import io.vertx.core.http.HttpClient;
import java.util.function.Supplier;

/** All turns of a stream are in one session, which a second reader follows; in the next one if following it failed. */
final class FollowedAsker implements Asker {

    private final HttpClient client;
    private final LoadPlan plan;
    private final Supplier<String> sessions;
    private final LoadStatistics statistics;
    private final HttpAsker asker;
    private String session;
    private SessionFollower follower; // null before the first turn

    FollowedAsker(HttpClient client, LoadPlan plan, Supplier<String> sessions, LoadStatistics statistics) {
        this.client = client;
        this.plan = plan;
        this.sessions = sessions;
        this.statistics = statistics;
        this.asker = new HttpAsker(client, () -> TurnRequest.inSession(plan, session));
    }

    @Override
    public void ask(Turn turn) {
        if (follower == null || follower.broken()) {
            session = sessions.get();
            follower = new SessionFollower(client, plan, session, statistics);
        }
        turn.awaitOneMoreReader();
        follower.expect(turn, () -> asker.ask(turn));
    }

    @Override
    public void close() {
        asker.close();
        if (follower != null) {
            follower.close();
        }
    }
}
