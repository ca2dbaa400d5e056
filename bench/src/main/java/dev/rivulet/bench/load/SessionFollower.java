package dev.rivulet.bench.load;

import dev.rivulet.bench.load.event.DeliveryTracker;
import dev.rivulet.bench.load.event.StreamEvents;
import dev.rivulet.bench.load.plan.LoadPlan;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/** Follows a session, whose turns come one after another. Used on the event loop only. */
final class SessionFollower {

    private final HttpClient client;
    private final LoadPlan plan;
    private final String session;
    private final LoadStatistics statistics;
    private final StreamEvents events = new StreamEvents(this::token);
    private HttpClientRequest request; // null if there is no connection
    private Turn turn; // null if none is expected
    private DeliveryTracker tracker; // of that turn
    private Runnable whenFollowing; // null if nothing waits for it
    private int endedTurns;
    private long receivedAt;
    private boolean broken;

    SessionFollower(HttpClient client, LoadPlan plan, String session, LoadStatistics statistics) {
        this.client = client;
        this.plan = plan;
        this.session = session;
        this.statistics = statistics;
    }

    /** Returns whether it follows no more. */
    boolean broken() {
        return broken;
    }

    /**
     * Tells the turn when its end came.
     *
     * @param ask asks for the turn; called when no event of it can be missed any more
     */
    void expect(Turn next, Runnable ask) {
        turn = next;
        tracker = new DeliveryTracker(plan.tokens());
        if (events.following()) {
            ask.run();
            return;
        }
        whenFollowing = ask;
        client.request(TurnRequest.at(plan.port()).setURI("/v1/sessions/" + session + "/events"))
                .compose(http -> {
                    request = http;
                    return http.send();
                }).onSuccess(this::answered).onFailure(cause -> fail(cause.toString()));
    }

    private void answered(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.body().onSuccess(body -> fail("status " + response.statusCode() + ": " + body));
            return;
        }
        response.exceptionHandler(cause -> fail(cause.toString())).handler(this::received)
                .endHandler(v -> fail("closed"));
    }

    private void received(Buffer buffer) {
        receivedAt = System.nanoTime();
        events.read(buffer.getBytes());
        if (events.following() && whenFollowing != null) {
            Runnable ask = whenFollowing;
            whenFollowing = null;
            ask.run();
        }
        if (events.error() != null) {
            fail("error event " + events.error());
        } else if (events.ends() > endedTurns) {
            endedTurns = events.ends();
            end(null);
        }
    }

    private void token(int index, long emittedAt) {
        if (turn != null) {
            tracker.arrived(index);
            statistics.followed(emittedAt, receivedAt);
        }
    }

    private void fail(String reason) {
        broken = true;
        request = null;
        end("the follower: " + reason);
    }

    private void end(String failure) {
        if (turn != null) {
            Turn ended = turn;
            turn = null;
            statistics.followerEnded(tracker, failure == null);
            ended.end(failure);
        }
    }

    void close() {
        broken = true;
        if (turn != null) {
            turn = null;
            statistics.followerEnded(tracker, false);
        }
        if (request != null) {
            request.reset();
        }
    }
}
