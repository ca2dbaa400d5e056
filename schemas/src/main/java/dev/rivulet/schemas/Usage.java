package dev.rivulet.schemas;

/**
 * The tokens that all calls of a turn to providers have used, as far as it is known.
 *
 * @param promptTokens of what was sent
 * @param completionTokens of what was answered
 * @param totalTokens as the provider counts them, which can be more than both together
 * @param estimated true when a provider did not say how many, and some were counted by a tokenizer here; null otherwise
 */
public record Usage(long promptTokens, long completionTokens, long totalTokens, Boolean estimated) {

    /** Tokens as the provider counted them. */
    public Usage(long promptTokens, long completionTokens, long totalTokens) {
        this(promptTokens, completionTokens, totalTokens, null);
    }

    /** Returns tokens that nobody but a tokenizer counted. */
    public static Usage estimate(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, completionTokens, Math.addExact(promptTokens, completionTokens), true);
    }

    /** Returns both together; an estimate if one of them is. */
    public Usage plus(Usage other) {
        return new Usage(sum(promptTokens, other.promptTokens), sum(completionTokens, other.completionTokens),
                sum(totalTokens, other.totalTokens), wasEstimated() || other.wasEstimated() ? true : null);
    }

    /** Not named as a getter: JSON would take it for a field. */
    public boolean wasEstimated() {
        return Boolean.TRUE.equals(estimated);
    }

    /** What a provider says may be anything. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return a > 0 && b > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }
}
