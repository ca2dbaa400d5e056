package dev.rivulet.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** One request and the stream that answers it. Of the event loop. */
final class TokenStream {

    private final LoadOrder order;
    private final int number;
    private final Tally tally;
    private final Runnable onEnd;
    private final TokenLedger ledger;
    private final StreamEvents events = new StreamEvents(this::stamp);
    private HttpClientRequest request;
    private long sentAt;
    private long receivedAt;
    private boolean ended;

    TokenStream(LoadOrder order, int number, Tally tally, Runnable onEnd) {
        this.order = order;
        this.number = number;
        this.tally = tally;
        this.onEnd = onEnd;
        this.ledger = new TokenLedger(order.tokens());
    }

    void start(HttpClient client) {
        sentAt = System.nanoTime();
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setHost("127.0.0.1")
                .setPort(order.port()).setURI(order.route().target(order.name() + "-" + number))
                .putHeader("Content-Type", "application/json").putHeader("Accept", "text/event-stream");
        client.request(options).compose(http -> {
            request = http;
            return http.send(Buffer.buffer(order.route().body(order.tokens())));
        }).onSuccess(this::answered).onFailure(this::broken);
    }

    /** Ends a stream that has not ended by itself. */
    void giveUp() {
        if (!ended) {
            ended = true;
            tally.givenUp(ledger);
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
        int before = ledger.received();
        events.read(buffer.getBytes());
        if (ledger.received() > before) {
            tally.read(receivedAt);
        }
    }

    private void stamp(int index, long emittedAt) {
        if (ledger.arrived(index)) {
            tally.firstToken(sentAt, emittedAt, receivedAt);
        }
        tally.token(emittedAt, receivedAt);
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
            tally.ended(ledger, failure);
            onEnd.run();
        }
    }
}
