package dev.rivulet.gateway.quota;

import java.math.BigDecimal;

/**
 * What was spent, or may be.
 *
 * @param cost in the currency of the prices
 */
public record Amount(long tokens, BigDecimal cost) {

    static final Amount NONE = new Amount(0, BigDecimal.ZERO);

    Amount plus(Amount other) {
        return new Amount(sum(tokens, other.tokens), cost.add(other.cost));
    }

    Amount minus(Amount other) {
        return new Amount(tokens - other.tokens, cost.subtract(other.cost));
    }

    boolean isNone() {
        return tokens == 0 && cost.signum() == 0;
    }

    /** What a record says may be anything. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return a > 0 && b > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }
}
