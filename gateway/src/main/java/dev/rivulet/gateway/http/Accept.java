package dev.rivulet.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.Stream;

/** Reads the header {@code Accept}. */
public final class Accept {

    private Accept() {}

    /**
     * Returns whether the client accepts event streams and nothing else. So does an {@code EventSource} (WHATWG HTML,
     * "Server-sent events"), which gives up for good on any status but 200.
     */
    public static boolean onlyEventStreams(HttpServerRequest request) {
        return onlyEventStreams(request.headers().getAll(HttpHeaders.ACCEPT));
    }

    static boolean onlyEventStreams(List<String> headers) {
        List<String> types = headers.stream().flatMap(header -> Stream.of(header.split(",")))
                .map(range -> range.split(";", 2)[0].trim()).filter(type -> !type.isEmpty()).toList();
        return !types.isEmpty() && types.stream().allMatch(Headers.EVENT_STREAM::equalsIgnoreCase);
    }
}
