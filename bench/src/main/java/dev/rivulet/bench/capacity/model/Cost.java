package dev.rivulet.bench.capacity.model;

/**
 * What a token and a turn by themselves take of something: microseconds of CPU, or bytes.
 *
 * @param turn without its tokens
 */
public record Cost(double token, double turn) {

    /** Returns what so many of both take together. */
    double of(double tokens, double turns) {
        return token * tokens + turn * turns;
    }

    /** Returns microseconds a second as cores. */
    double cores(Load load) {
        return of(load.tokens(), load.turns()) / 1e6;
    }

    /**
     * Returns the cost that explains two measurements of answers of different lengths.
     *
     * @param shortTokens how many tokens an answer has
     * @param perShort what a token of it takes with its turn's share
     */
    static Cost solve(double shortTokens, double perShort, double longTokens, double perLong) {
        double turn = Math.max(0, (perShort - perLong) / (1 / shortTokens - 1 / longTokens));
        return new Cost(Math.max(0, perLong - turn / longTokens), turn);
    }
}
