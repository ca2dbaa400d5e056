package dev.rivulet.client;

import java.net.URI;
import java.time.Duration;

/**
 * The client is about to try again.
 *
 * @param gateway the one to be tried next
 * @param failures in a row, this one included
 * @param pause how long the client waits before
 * @param cause what went wrong
 */
public record Retry(URI gateway, int failures, Duration pause, Exception cause) {}
