package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.ModelLimits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The routes of a gateway, read from its router. */
public final class RouteList {

    private RouteList() {}

    /** Returns each route in the form {@code GET /v1/sessions/{session}}. HEAD is left out: it goes with GET. */
    public static TreeSet<String> served() {
        Config config = Config.of(Map.of(), Map.of());
        Components components = new Components(config.section(GatewayConfig.class, GatewayConfig.PREFIX),
                config.section(HttpConfig.class, HttpConfig.PREFIX), Authentication.NONE, Cursors.UNSIGNED,
                "model", ModelLimits.NONE,
                null, null, null, null,
                null, Optional.empty(), null, Quotas.NONE);
        Vertx vertx = Vertx.vertx();
        try {
            List<Route> routes = Routes.of(vertx, components, null, null).getRoutes();
            TreeSet<String> served = new TreeSet<>();
            for (Route route : routes) {
                if (route.methods() != null) {
                    route.methods().stream().filter(method -> method != HttpMethod.HEAD)
                            .forEach(method -> served.add(method + " " + braced(route.getPath())));
                }
            }
            return served;
        } finally {
            vertx.close().await();
        }
    }

    private static String braced(String path) {
        return path == null ? "/" : path.replaceAll(":(\\w+)", "{$1}");
    }
}
