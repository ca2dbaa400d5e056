package dev.rivulet.bench.load.plan;

import java.util.Map;

/**
 * The result of {@link IdlePlan}, as one line of JSON.
 *
 * @param open connections that are open
 * @param failures number of the others by reason
 */
public record IdleResult(int open, Map<String, Integer> failures) {}
