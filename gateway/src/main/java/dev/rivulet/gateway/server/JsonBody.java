package dev.rivulet.gateway.server;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** Lets only JSON pass, before any of it is read. */
final class JsonBody implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String media = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!media.equals(Headers.JSON) && !(media.startsWith("application/") && media.endsWith("+json"))) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as JSON, with Content-Type: application/json.");
        }
        request.next();
    }
}
