package dev.rivulet.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** A turn: a request and the stream that answers it. Used on the event loop only. */
final class Turn {

    private final LoadPlan plan;
    private final String session;
    private final LoadStatistics statistics;
    private final Runnable onEnd;
    private final DeliveryTracker tracker;
    private final StreamEvents events = new StreamEvents(this::token);
    private HttpClientRequest request;
    private long sentAt;
    private long receivedAt;
    private boolean ended;

    Turn(LoadPlan plan, String session, LoadStatistics statistics, Runnable onEnd) {
        this.plan = plan;
        this.session = session;
        this.statistics = statistics;
        this.onEnd = onEnd;
        this.tracker = new DeliveryTracker(plan.tokens());
    }

    void start(HttpClient client) {
        sentAt = System.nanoTime();
        statistics.asked(sentAt);
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setHost("127.0.0.1")
                .setPort(plan.port()).setURI(plan.route().target(session))
                .putHeader("Content-Type", "application/json").putHeader("Accept", "text/event-stream");
        client.request(options).compose(http -> {
            request = http;
            return http.send(Buffer.buffer(plan.route().body(plan.tokens())));
        }).onSuccess(this::answered).onFailure(this::broken);
    }

    /** Gives up the turn, unless it has ended. */
    void giveUp() {
        if (!ended) {
            ended = true;
            statistics.givenUp(tracker);
            onEnd.run();
            if (request != null) {
                request.reset();
            }
        }
    }

    private void answered(HttpClientResponse response) {
        response.exceptionHandler(this::broken);
        if (response.statusCode() == 200) {
            response.handler(this::received).endHandler(v -> closed());
        } else {
            response.body().onSuccess(body -> end("status " + response.statusCode() + ": " + body));
        }
    }

    private void received(Buffer buffer) {
        receivedAt = System.nanoTime();
        int before = tracker.received();
        events.read(buffer.getBytes());
        if (tracker.received() > before) {
            statistics.read(receivedAt);
        }
    }

    private void token(int index, long emittedAt) {
        if (tracker.arrived(index)) {
            statistics.firstToken(sentAt, emittedAt, receivedAt);
        }
        statistics.token(emittedAt, receivedAt);
    }

    private void closed() {
        if (events.error() != null) {
            end("error event " + events.error());
        } else if (events.ends() != 1) {
            end("closed with " + events.ends() + " ends");
        } else {
            end(null);
        }
    }

    private void broken(Throwable cause) {
        end(cause.toString());
    }

    private void end(String failure) {
        if (!ended) {
            ended = true;
            statistics.ended(tracker, failure);
            onEnd.run();
        }
    }
}
