package dev.rivulet.local.cli;

import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The gateway a command talks to: the one at {@code RIVULET_URL} if it answers, or that of a stack in this process.
 *
 * @param own null when the gateway was there already
 */
record GatewayAtHand(URI url, Stack own) implements AutoCloseable {

    private static final Duration PROBE = Duration.ofSeconds(2);

    /** Starts the whole stack if it must, and says so. What it is told is lost with the process. */
    static GatewayAtHand findOrStart(Config config, Consumer<String> say) throws InterruptedException {
        Optional<URI> there = find(config);
        if (there.isPresent()) {
            return new GatewayAtHand(there.get(), null);
        }
        say.accept("No gateway answers; starting the whole stack in this process ...");
        Stack stack = Stack.start(config.with(Map.of("rivulet.http.port", "0")), Optional.empty());
        if (stack.simulated()) {
            say.accept(Stack.SIMULATED);
        }
        return new GatewayAtHand(stack.url(), stack);
    }

    /** The one at {@code RIVULET_URL}, if it is ready. */
    static Optional<URI> find(Config config) throws InterruptedException {
        String base = address(config).replaceAll("/+$", "");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE).build()) {
            URI ready = URI.create(base + "/readyz");
            boolean answers = http.send(HttpRequest.newBuilder(ready).timeout(PROBE).build(), BodyHandlers.discarding())
                    .statusCode() == 200;
            return answers ? Optional.of(URI.create(base)) : Optional.empty();
        } catch (IOException | IllegalArgumentException noGateway) {
            return Optional.empty();
        }
    }

    static String address(Config config) {
        return config.value("rivulet.url").orElse("http://127.0.0.1:8080");
    }

    /** Whether what is said here can be heard of from another process, later. */
    boolean lasts() {
        return own == null;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
