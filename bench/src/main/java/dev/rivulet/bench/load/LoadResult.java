package dev.rivulet.bench.load;

import java.util.Map;

/**
 * What the load generator saw, in one line of JSON. Counts of tokens are over whole streams unless they say otherwise.
 *
 * @param measuredTokens that arrived in the measured window
 * @param reads          buffers that brought the tokens of the measured window: fewer than tokens when they were joined
 * @param notEnded       streams without exactly one proper end
 * @param failures       why, with how many streams each
 * @param firstToken     from sending the request to the first token, microseconds
 * @param firstDelay     from the emission of the first token to its receipt, microseconds
 * @param tokenDelay     from emission to receipt, tokens of the measured window, microseconds
 */
public record LoadResult(long expectedTokens, long receivedTokens, long lost, long duplicated, long outOfOrder,
        int notEnded, Map<String, Integer> failures, long measuredTokens, long reads, Latency firstToken,
        Latency firstDelay, Latency tokenDelay) {

    public boolean flawless() {
        return lost == 0 && duplicated == 0 && outOfOrder == 0 && notEnded == 0;
    }
}
