package dev.rivulet.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds a {@link RivuletClient}. Not thread-safe. */
public final class RivuletClientBuilder {

    private final List<URI> gateways = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private int maxTries = 20;
    private Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration responseTimeout = Duration.ofSeconds(30);
    private Duration silenceLimit = Duration.ofSeconds(45);
    private Consumer<Retry> onRetry = retry -> {};
    private Consumer<HttpClient.Builder> http = builder -> {};

    RivuletClientBuilder() {}

    /**
     * Adds a gateway, such as {@code http://127.0.0.1:8080}. Gateways are equivalent: when one fails, the next is
     * tried.
     */
    public RivuletClientBuilder gateway(URI address) {
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("not the address of a gateway: " + address);
        }
        gateways.add(address);
        return this;
    }

    public RivuletClientBuilder gateways(String... addresses) {
        for (String address : addresses) {
            gateway(URI.create(address));
        }
        return this;
    }

    /**
     * The key with which the gateways are called ({@code Authorization: Bearer}), if they authenticate their callers.
     *
     * @throws IllegalArgumentException if it has characters that no key has; the message does not contain it
     */
    public RivuletClientBuilder apiKey(String key) {
        if (!key.matches("[A-Za-z0-9._~+/=-]+")) {
            throw new IllegalArgumentException("not a key");
        }
        return header("Authorization", "Bearer " + key);
    }

    /** Adds a header to every request, such as {@code Authorization} for a proxy in front of the gateways. */
    public RivuletClientBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The number of consecutive failures after which an operation fails. Each event resets the count. Default 20. */
    public RivuletClientBuilder maxTries(int tries) {
        if (tries < 1) {
            throw new IllegalArgumentException("maxTries must be at least 1");
        }
        maxTries = tries;
        return this;
    }

    /**
     * The pauses between tries: random, up to a bound that doubles with each failure. A longer {@code retry:} or {@code
     * Retry-After} from the server is respected. Default 250 ms and 5 s.
     *
     * @param initial the bound after the first failure
     * @param max the highest bound
     */
    public RivuletClientBuilder backoff(Duration initial, Duration max) {
        backoff = new Backoff(initial, max);
        return this;
    }

    /** Default 5 s. */
    public RivuletClientBuilder connectTimeout(Duration limit) {
        connectTimeout = limit;
        return this;
    }

    /** How long a gateway may take to begin its response. Default 30 s. */
    public RivuletClientBuilder responseTimeout(Duration limit) {
        responseTimeout = limit;
        return this;
    }

    /**
     * How long a connection may deliver nothing before it counts as lost. Gateways send a comment every 15 s ({@code
     * rivulet.http.keep-alive-interval}). Default 45 s.
     */
    public RivuletClientBuilder silenceLimit(Duration limit) {
        silenceLimit = limit;
        return this;
    }

    /** Called before each pause, on the waiting thread: for logs and metrics. */
    public RivuletClientBuilder onRetry(Consumer<Retry> listener) {
        onRetry = listener;
        return this;
    }

    /** Customizes the JDK's HTTP client: TLS, proxy, authenticator. Its version and executor are overwritten. */
    public RivuletClientBuilder http(Consumer<HttpClient.Builder> customization) {
        http = customization;
        return this;
    }

    /** @throws IllegalStateException if no gateway was added */
    public RivuletClient build() {
        if (gateways.isEmpty()) {
            throw new IllegalStateException("no gateway was added");
        }
        return new RivuletClient(new Transport(new ClientSettings(List.copyOf(gateways), Map.copyOf(headers), maxTries,
                backoff, connectTimeout, responseTimeout, silenceLimit, onRetry), http));
    }
}
