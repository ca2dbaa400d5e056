package dev.rivulet.bench.load;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.Shape;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/**
 * The request for a turn. In every shape the provider writes the same bytes.
 *
 * @param options where it is sent, with its headers
 */
record TurnRequest(RequestOptions options, String body) {

    private static final String CHAT = "/v1/chat/completions";

    /** @param session a new one; without effect for chat completions, which have none */
    static TurnRequest of(LoadPlan plan, String session) {
        if (plan.shape() == Shape.DIRECT || plan.shape() == Shape.CHAT) {
            return new TurnRequest(post(plan.port(), CHAT), completion(plan.tokens()));
        }
        TurnRequest request = prompt(plan.port(), session, plan.tokens());
        if (plan.shape() == Shape.KEYED) {
            request.options.putHeader("Idempotency-Key", session);
        }
        return request;
    }

    /** Returns the next turn of a session that is not to remember the ones before: they would make it cost more. */
    static TurnRequest inSession(LoadPlan plan, String session) {
        return new TurnRequest(post(plan.port(), "/v1/sessions/" + session + "/turns"), "{\"model\":\"bench\","
                + "\"maxTokens\":" + plan.tokens() + ",\"messages\":[{\"role\":\"user\",\"content\":\"Tick.\"}]}");
    }

    private static RequestOptions post(int port, String uri) {
        return at(port).setMethod(HttpMethod.POST).setURI(uri).putHeader("Content-Type", "application/json")
                .putHeader("Accept", "text/event-stream");
    }

    static RequestOptions at(int port) {
        return CallerKey.addTo(new RequestOptions().setHost("127.0.0.1").setPort(port));
    }

    static WebSocketConnectOptions socket(int port) {
        return CallerKey.addTo(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/ws"));
    }

    private static String completion(int tokens) {
        return "{\"model\":\"bench\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":"
                + tokens + ",\"messages\":[{\"role\":\"user\",\"content\":\"Tick.\"}]}";
    }

    /** Returns a turn in a session, whose response is a stream. */
    static TurnRequest prompt(int port, String session, int tokens) {
        return new TurnRequest(post(port, "/v1/sessions/" + session + "/turns"),
                "{\"prompt\":\"Tick.\",\"model\":\"bench\",\"maxTokens\":" + tokens + "}");
    }
}
