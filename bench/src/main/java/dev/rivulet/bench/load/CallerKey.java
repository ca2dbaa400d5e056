package dev.rivulet.bench.load;

import io.vertx.core.http.RequestOptions;
import java.util.Optional;

/** The key that the load generator shows with each request; none where callers are not authenticated. */
public final class CallerKey {

    /** The variable of the load generator's environment that holds it. */
    public static final String VARIABLE = "RIVULET_API_KEY";

    private static final Optional<String> AUTHORIZATION = Optional.ofNullable(System.getenv(VARIABLE))
            .map("Bearer "::concat);

    private CallerKey() {}

    static <T extends RequestOptions> T addTo(T request) {
        AUTHORIZATION.ifPresent(header -> request.addHeader("Authorization", header));
        return request;
    }
}
