package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.RetentionReport.TopicRetention;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.schemas.command.ForgetRequested;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;

/**
 * {@code DELETE /v1/sessions/{session}}: requests that the session is forgotten. Always answers 202, with what Kafka
 * still holds of the session, and until when. The coordinator forgets it before it processes any later request.
 */
public record DeleteSession(KafkaAvailability kafka, EventLoop loop, TurnIds ids) implements Handler<RoutingContext> {

    /** The response's body. */
    record Forgetting(OwnedSession sessionId, List<TopicRetention> remains) {}

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        KafkaAccess access = kafka.require();
        ForgetRequested command = new ForgetRequested(session.key(), ids.next(), session.requestedBy());
        request.response().putHeader(Headers.SESSION, session.name());
        loop.then(
                EventLoop.blocking(() -> access.retention().asOf(Instant.now())).thenCompose(
                        remains -> access.publisher().publish(command).thenApply(acknowledged -> remains)),
                remains -> JsonResponse.send(request.response(), 202, new Forgetting(session, remains)),
                request::fail);
    }
}
