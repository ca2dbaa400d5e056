package dev.rivulet.client;

import java.net.URI;
import java.time.Duration;

/**
 * A failure after which the client tries again.
 *
 * @param gateway the gateway of the next try
 * @param failures consecutive failures, including this one
 * @param pause how long the client waits before the next try
 * @param cause the failure
 */
public record Retry(URI gateway, int failures, Duration pause, Exception cause) {}
