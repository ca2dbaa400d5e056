package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.http.JsonResponse;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code GET /v1/models/{model}}: returns one of the models of the configuration, or OpenAI's error that there is none.
 *
 * @param names the models' names
 */
public record GetModel(List<String> names) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        String name = request.pathParam("model");
        if (names.contains(name)) {
            JsonResponse.send(request.response(), 200, GetModels.Model.named(name));
        } else {
            ChatError error = ChatError.unknownModel();
            JsonResponse.send(request.response(), error.status(), error.json());
        }
    }
}
