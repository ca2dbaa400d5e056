package dev.rivulet.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a client behaves.
 *
 * @param headers sent with every request
 * @param maxTries tries in a row that may fail
 * @param responseTimeout how long a gateway may take to begin its response
 * @param silenceLimit how long a connection may bring nothing, not even a comment, before it counts as lost
 * @param onRetry told before each pause, on the thread that waits
 */
record ClientSettings(List<URI> gateways, Map<String, String> headers, int maxTries, Backoff backoff,
        Duration connectTimeout,
        Duration responseTimeout, Duration silenceLimit, Consumer<Retry> onRetry) {}
