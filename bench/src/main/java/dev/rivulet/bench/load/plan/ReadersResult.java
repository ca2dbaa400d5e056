package dev.rivulet.bench.load.plan;

import java.util.Map;

/**
 * The result of {@link ReadersPlan}, as one line of JSON.
 *
 * @param receivedTokens by all readers together; so with the other counts of tokens
 * @param notEnded readers without exactly one proper end
 * @param failures number of readers by reason
 * @param measuredEvents events that arrived in the measured window
 * @param tokenDelay from emission to receipt of the tokens in the measured window, in microseconds
 * @param back after the cut: from it to the first token of each reader that it had not had yet, in microseconds
 */
public record ReadersResult(int readers, long receivedTokens, long lost, long duplicated, long outOfOrder,
        int notEnded, Map<String, Integer> failures, long measuredEvents, Latency tokenDelay, Latency back) {

    public boolean flawless() {
        return lost == 0 && duplicated == 0 && outOfOrder == 0 && notEnded == 0;
    }
}
