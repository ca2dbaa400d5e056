package dev.rivulet.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The configuration of a client.
 *
 * @param headers sent with every request
 * @param maxTries consecutive failures after which an operation fails
 * @param responseTimeout how long a gateway may take to begin its response
 * @param silenceLimit how long a connection may deliver nothing, not even a comment, before it counts as lost
 * @param onRetry called before each pause, on the waiting thread
 */
record ClientSettings(List<URI> gateways, Map<String, String> headers, int maxTries, Backoff backoff,
        Duration connectTimeout,
        Duration responseTimeout, Duration silenceLimit, Consumer<Retry> onRetry) {}
