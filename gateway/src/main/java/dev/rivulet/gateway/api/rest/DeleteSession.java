package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.RetentionReport.Remainder;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.command.ForgetRequested;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;

/**
 * {@code DELETE /v1/sessions/{session}}: asks for the session to be forgotten, and says what Kafka keeps of it, and until
 * when. 202, again and again: the coordinator does it when it comes to it, and whatever is asked later comes after that.
 */
public record DeleteSession(Desk desk) implements Handler<RoutingContext> {

    /** The answer. */
    record Forgetting(SessionId sessionId, List<Remainder> remains) {}

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        KafkaAccess cluster = desk.services().gate().require();
        ForgetRequested command = new ForgetRequested(session, desk.services().turnIds().next());
        request.response().putHeader(Headers.SESSION, session.value());
        desk.blocking(request, () -> cluster.remains().asOf(Instant.now()),
                remains -> desk.then(request, cluster.publisher().publish(command),
                        acknowledged -> JsonResponse.send(request.response(), 202, new Forgetting(session, remains))));
    }
}
