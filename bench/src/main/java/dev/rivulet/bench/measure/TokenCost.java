package dev.rivulet.bench.measure;

import dev.rivulet.bench.process.CpuTime;

/**
 * CPU microseconds per token.
 *
 * @param jit the part of the just-in-time compilers; if it is large, the warm-up was too short
 */
public record TokenCost(double all, double jit) {

    static final TokenCost NONE = new TokenCost(0, 0);

    static TokenCost of(CpuTime time, long tokens) {
        return tokens == 0
                ? NONE
                : new TokenCost(time.all().toNanos() / 1e3 / tokens, time.jit().toNanos() / 1e3 / tokens);
    }

    TokenCost plus(TokenCost other) {
        return new TokenCost(all + other.all, jit + other.jit);
    }
}
