package dev.rivulet.gateway.api.page;

import dev.rivulet.gateway.http.KeyCookie;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /logout}: has the browser drop the key that {@link PostLogin} gave it. The key itself stays valid. */
public record PostLogout() implements Handler<RoutingContext> {

    private static final int NO_CONTENT = 204;

    @Override
    public void handle(RoutingContext request) {
        KeyCookie.clear(request.response());
        request.response().setStatusCode(NO_CONTENT).end();
    }
}
