package dev.rivulet.bench.load.plan;

/**
 * The result of {@link StormPlan}, as one line of JSON.
 *
 * @param before delays of the others' tokens that were emitted in the measured window before the cut, in microseconds
 * @param during the same of those that were emitted between the cut and the return of the last reader
 */
public record StormResult(ReadersResult readers, LoadResult others, Latency before, Latency during) {}
