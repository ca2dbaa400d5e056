package dev.rivulet.local.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A call of {@code docs/openapi.yaml} in one of the forms of its response: what a matrix of access has as a row.
 *
 * @param scope what it needs: that of a key, {@code any} key, or {@code none}
 * @param accept the media type that is asked for
 */
record Operation(String id, String method, String path, String scope, String accept) {

    static final String EVENT_STREAM = "text/event-stream";

    private static final List<String> METHODS = List.of("get", "post", "delete", "put", "patch");

    /** How clients read the response. */
    enum Wire {
        HTTP,
        SSE,
        WEBSOCKET,
        OPENAI,
        AI_SDK
    }

    /** Returns all of the document: a new one is in the matrix without being added. */
    static List<Operation> all() {
        JsonNode document = OpenApi.document();
        List<Operation> all = new ArrayList<>();
        document.path("paths").properties()
                .forEach(path -> METHODS.stream().filter(path.getValue()::has).forEach(method -> {
                    JsonNode call = path.getValue().path(method);
                    mediaTypes(document, call).forEach(type -> all.add(new Operation(
                            call.path("operationId").asText(), method.toUpperCase(Locale.ROOT), path.getKey(),
                            call.path("x-scope").asText(), type)));
                }));
        return all;
    }

    /** Returns the media types of the responses to a call that is served. */
    private static Set<String> mediaTypes(JsonNode document, JsonNode call) {
        Set<String> types = new TreeSet<>();
        call.path("responses").properties().stream().filter(response -> response.getKey().startsWith("2"))
                .forEach(response -> OpenApi.resolved(document, response.getValue()).path("content").fieldNames()
                        .forEachRemaining(types::add));
        return types.isEmpty() ? Set.of("*/*") : types;
    }

    Wire wire() {
        if (path.equals("/ws")) {
            return Wire.WEBSOCKET;
        }
        if (path.startsWith("/v1/chat/") || path.startsWith("/v1/models")) {
            return Wire.OPENAI;
        }
        if (path.startsWith("/api/")) {
            return Wire.AI_SDK;
        }
        return accept.equals(EVENT_STREAM) ? Wire.SSE : Wire.HTTP;
    }

    boolean streams() {
        return accept.equals(EVENT_STREAM);
    }

    @Override
    public String toString() {
        return method + " " + path + " as " + accept;
    }
}
