package dev.rivulet.bench.load;

import dev.rivulet.bench.load.event.StreamEvents;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Supplier;

/** Each turn is a request, and the response is its stream. */
final class HttpAsker implements Asker {

    private final HttpClient client;
    private final Supplier<TurnRequest> requests;
    private HttpClientRequest request; // that is not answered to its end; null: none

    HttpAsker(HttpClient client, Supplier<TurnRequest> requests) {
        this.client = client;
        this.requests = requests;
    }

    @Override
    public void ask(Turn turn) {
        TurnRequest next = requests.get();
        turn.asked();
        client.request(next.options()).compose(http -> {
            request = http;
            return http.send(Buffer.buffer(next.body()));
        }).onSuccess(response -> answered(response, turn)).onFailure(cause -> turn.end(cause.toString()));
    }

    private void answered(HttpClientResponse response, Turn turn) {
        response.exceptionHandler(cause -> turn.end(cause.toString()));
        if (response.statusCode() != 200) {
            response.body().onSuccess(body -> {
                request = null; // its connection may serve another stream now
                turn.end("status " + response.statusCode() + ": " + body);
            });
            return;
        }
        long[] receivedAt = new long[1];
        StreamEvents events = new StreamEvents((index, emittedAt) -> turn.token(index, emittedAt, receivedAt[0]));
        response.handler(buffer -> {
            receivedAt[0] = System.nanoTime();
            turn.read(receivedAt[0], () -> events.read(buffer.getBytes()));
        }).endHandler(v -> {
            request = null;
            turn.end(failure(events));
        });
    }

    private static String failure(StreamEvents events) {
        if (events.error() != null) {
            return "error event " + events.error();
        }
        return events.ends() == 1 ? null : "closed with " + events.ends() + " ends";
    }

    @Override
    public void close() {
        if (request != null) {
            request.reset();
        }
    }
}
