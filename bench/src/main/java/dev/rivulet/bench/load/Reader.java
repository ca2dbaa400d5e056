package dev.rivulet.bench.load;

import dev.rivulet.bench.load.event.DeliveryTracker;
import dev.rivulet.bench.load.event.StreamEvents;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/** A reader of one turn, from the turn's start on. Used on the event loop only. */
final class Reader {

    private final HttpClient client;
    private final RequestOptions options;
    private final ReaderStatistics statistics;
    private final Runnable onEnd;
    private final DeliveryTracker tracker;
    private StreamEvents events = new StreamEvents(this::token);
    private HttpClientRequest request; // null before the first connection
    private long receivedAt;
    private long cutAt;
    private boolean away; // cut, and no new token read yet
    private boolean ended;

    /**
     * @param events where the turn's events are
     * @param onEnd called once, when the reader has the turn's end or was given up
     */
    Reader(HttpClient client, int port, String events, int tokens, ReaderStatistics statistics, Runnable onEnd) {
        this.client = client;
        this.options = TurnRequest.at(port).setURI(events + "?from=start").putHeader("Accept", "text/event-stream");
        this.statistics = statistics;
        this.onEnd = onEnd;
        this.tracker = new DeliveryTracker(tokens);
    }

    void start() {
        StreamEvents mine = events;
        client.request(options).compose(http -> {
            request = http;
            return http.send();
        }).onSuccess(response -> answered(response, mine)).onFailure(cause -> broken(cause, mine));
    }

    /** Closes the connection and resumes after the last event. Does nothing if the turn has ended. */
    void cut() {
        if (ended) {
            return;
        }
        cutAt = System.nanoTime();
        away = true;
        if (events.lastId() != null) {
            options.putHeader("Last-Event-ID", events.lastId());
        }
        events = new StreamEvents(this::token);
        if (request != null) {
            request.reset();
        }
        start();
    }

    void giveUp() {
        if (!ended) {
            end(false, "not ended in time");
            if (request != null) {
                request.reset();
            }
        }
    }

    private void answered(HttpClientResponse response, StreamEvents mine) {
        response.exceptionHandler(cause -> broken(cause, mine));
        if (response.statusCode() != 200) {
            response.body().onSuccess(body -> broken("status " + response.statusCode() + ": " + body, mine));
            return;
        }
        response.handler(buffer -> received(buffer, mine)).endHandler(v -> closed(mine));
    }

    private void received(Buffer buffer, StreamEvents mine) {
        if (mine == events) { // otherwise of the connection that was cut
            receivedAt = System.nanoTime();
            long before = mine.events();
            mine.read(buffer.getBytes());
            statistics.events(receivedAt, mine.events() - before);
        }
    }

    private void token(int index, long emittedAt) {
        tracker.arrived(index);
        statistics.token(emittedAt, receivedAt);
        if (away) {
            away = false;
            statistics.back(receivedAt - cutAt);
        }
    }

    private void closed(StreamEvents mine) {
        if (mine.error() != null) {
            broken("error event " + mine.error(), mine);
        } else if (mine.ends() != 1) {
            broken("closed with " + mine.ends() + " ends", mine);
        } else if (mine == events && !ended) {
            end(true, null);
        }
    }

    private void broken(Object reason, StreamEvents mine) {
        if (mine == events && !ended) {
            end(true, reason.toString());
        }
    }

    private void end(boolean complete, String failure) {
        ended = true;
        statistics.ended(tracker, complete, failure);
        onEnd.run();
    }
}
