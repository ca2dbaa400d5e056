package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.ProblemResponse;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Responds to failed requests of the OpenAI-compatible API, with OpenAI's error object. */
public final class ChatErrorResponse {

    private ChatErrorResponse() {}

    public static void send(RoutingContext request) {
        ProblemException problem = ProblemResponse.of(request);
        ProblemResponse.writeHead(request, problem)
                .ifPresent(response -> response.putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON)
                        .end(Buffer.buffer(Json.write(ChatError.of(problem).json()))));
    }
}
