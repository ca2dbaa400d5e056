package dev.rivulet.local.cli;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The gateway that a command uses: the one at {@code RIVULET_URL} if it is ready, else that of a stack in this process.
 *
 * @param stack null if the gateway was already running
 */
record GatewayConnection(URI url, Stack stack) implements AutoCloseable {

    private static final Duration PROBE = Duration.ofSeconds(2);
    /** The gateway of a stack that only this process calls, on loopback. Nothing in place of a file: none. */
    private static final Map<String, String> FOR_THIS_PROCESS = Map.of("rivulet.http.port", "0",
            "rivulet.http.tls.certificate", "", "rivulet.http.tls.key", "", "rivulet.http.tls.client-ca", "");

    /**
     * Finds a gateway, else starts the whole stack and says so. The data of that stack is deleted when the process
     * ends.
     */
    static GatewayConnection findOrStart(Config config, Consumer<String> say) throws InterruptedException {
        Optional<URI> there = find(config);
        if (there.isPresent()) {
            config.requireKnownKeys();
            return new GatewayConnection(there.get(), null);
        }
        say.accept("No gateway answers; starting the whole stack in this process ...");
        Stack started = Stack.startAtOnce(config.with(FOR_THIS_PROCESS));
        if (started.simulated()) {
            say.accept(Stack.SIMULATED);
        }
        return new GatewayConnection(started.url(), started);
    }

    /** Returns the address in {@code RIVULET_URL} if the gateway there is ready. */
    static Optional<URI> find(Config config) {
        String url = address(config);
        try (RivuletClient probe = ClientFactory.trusting(config).gateways(url).connectTimeout(PROBE)
                .responseTimeout(PROBE)
                .maxTries(1).build()) {
            return probe.ready() ? Optional.of(URI.create(url)) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    static String address(Config config) {
        return config.value("rivulet.url").orElse("http://127.0.0.1:8080");
    }

    /** Returns whether the gateway is another process, so that the session can be used after this one. */
    boolean external() {
        return stack == null;
    }

    @Override
    public void close() {
        if (stack != null) {
            stack.close();
        }
    }
}
