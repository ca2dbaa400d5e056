package dev.rivulet.bench.load.plan;

import java.util.Map;

/**
 * The result of a load, as one line of JSON. Counts cover all turns unless stated otherwise.
 *
 * @param receivedTokens by those who asked
 * @param followedTokens by followers of the sessions
 * @param lost tokens, of followers too; so with {@code duplicated} and {@code outOfOrder}
 * @param notEnded turns without exactly one proper end
 * @param failures number of turns by reason
 * @param measuredTurns turns that were asked for in the measured window
 * @param measuredTokens tokens that arrived in the measured window at those who asked
 * @param reads buffers with such tokens: fewer than tokens if several arrive together
 * @param firstToken of the measured turns: from sending the request to the first token, in microseconds
 * @param firstDelay of the measured turns: from emission to receipt of the first token, in microseconds
 * @param tokenDelay from emission to receipt of the tokens in the measured window, in microseconds
 * @param followerDelay the same at followers
 */
public record LoadResult(long turns, long receivedTokens, long followedTokens, long lost, long duplicated,
        long outOfOrder, int notEnded, Map<String, Integer> failures, long measuredTurns, long measuredTokens,
        long reads, Latency firstToken, Latency firstDelay, Latency tokenDelay, Latency followerDelay) {

    public boolean flawless() {
        return lost == 0 && duplicated == 0 && outOfOrder == 0 && notEnded == 0;
    }
}
