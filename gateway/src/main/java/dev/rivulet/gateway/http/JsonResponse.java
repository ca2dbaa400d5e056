package dev.rivulet.gateway.http;

import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Sends JSON responses. */
public final class JsonResponse {

    private JsonResponse() {}

    /** Ends a response with a value as JSON. Has no effect if the client is gone. */
    public static void send(HttpServerResponse response, int status, Object body) {
        if (!response.closed()) {
            response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(Buffer.buffer(Json.write(body)));
        }
    }
}
