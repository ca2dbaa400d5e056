package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.http.ProblemResponse;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Responds to failed requests of the AI SDK. The body is plain text, which the SDK uses as its error's message. */
public final class UiErrorResponse {

    private UiErrorResponse() {}

    public static void send(RoutingContext request) {
        ProblemException problem = ProblemResponse.of(request);
        ProblemResponse.writeHead(request, problem)
                .ifPresent(response -> response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                        .end(problem.getMessage()));
    }
}
