package dev.rivulet.testkit.llm;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A request together with its script.
 *
 * @param id the completion's id, in every chunk
 * @param created seconds since the epoch
 * @param tokens those that are sent: of the whole answer, or of the rest of one that is continued
 * @param length number of tokens, at most the request's limit
 */
record Completion(String id, long created, SimulatedRequest request, Script script, TokenSource tokens, int length,
        String finishReason) {

    private static final AtomicLong IDS = new AtomicLong();

    static Completion of(SimulatedRequest request, Script script) {
        TokenSource source = request.prefix().map(script.tokens()::after).orElse(script.tokens());
        int tokens = source.count();
        int limit = request.maxTokens().orElse(Integer.MAX_VALUE);
        return new Completion("chatcmpl-sim" + IDS.incrementAndGet(), System.currentTimeMillis() / 1_000, request,
                script, source, Math.min(tokens, limit), tokens > limit ? "length" : script.finishReason());
    }
}
