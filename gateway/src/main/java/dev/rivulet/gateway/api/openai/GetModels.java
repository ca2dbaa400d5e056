package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.gateway.http.JsonResponse;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code GET /v1/models}: returns the models of the configuration. The provider may accept others too.
 *
 * @param names the models' names
 */
public record GetModels(List<String> names) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        JsonResponse.send(request.response(), 200, new Page("list", names.stream().map(Model::named).toList()));
    }

    private record Page(String object, List<Model> data) {}

    record Model(String id, String object, long created,
            @JsonProperty("owned_by") String ownedBy) {

        static Model named(String name) {
            return new Model(name, "model", 0, "rivulet");
        }
    }
}
