package dev.rivulet.bench.measure;

import dev.rivulet.bench.process.CpuTime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU microseconds per token.
 *
 * @param jit the part of the just-in-time compilers; if it is large, the warm-up was too short
 * @param threads the parts of all threads, by what they do
 */
public record TokenCost(double all, double jit, Map<String, Double> threads) {

    static final TokenCost NONE = new TokenCost(0, 0);

    /** Of which the threads are not known. */
    public TokenCost(double all, double jit) {
        this(all, jit, Map.of());
    }

    static TokenCost of(CpuTime time, long tokens) {
        if (tokens == 0) {
            return NONE;
        }
        Map<String, Double> threads = new TreeMap<>();
        time.threads().forEach((kind, used) -> threads.put(kind, micros(used, tokens)));
        return new TokenCost(micros(time.all(), tokens), micros(time.jit(), tokens), threads);
    }

    private static double micros(Duration time, long tokens) {
        return time.toNanos() / 1e3 / tokens;
    }

    TokenCost plus(TokenCost other) {
        Map<String, Double> sum = new TreeMap<>(threads);
        other.threads.forEach((kind, micros) -> sum.merge(kind, micros, Double::sum));
        return new TokenCost(all + other.all, jit + other.jit, sum);
    }
}
