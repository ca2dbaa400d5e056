package dev.rivulet.gateway.docs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The scope that each route needs, as docs/openapi.yaml says. */
public final class RequiredScopes {

    private static final List<String> METHODS = List.of("get", "post", "delete", "put", "patch");

    private RequiredScopes() {}

    /** Returns {@code ask}, {@code any}, {@code none} and so on by {@code GET /v1/sessions/{session}}. */
    public static Map<String, String> byRoute() {
        Map<String, String> scopes = new TreeMap<>();
        Document.of("openapi.yaml").at("/paths").properties()
                .forEach(path -> METHODS.stream().filter(path.getValue()::has)
                        .forEach(method -> scopes.put(method.toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                path.getValue().path(method).path("x-scope").asText())));
        return scopes;
    }
}
