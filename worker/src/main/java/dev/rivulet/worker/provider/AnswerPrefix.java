package dev.rivulet.worker.provider;

/**
 * The beginning of an answer that a provider is to continue.
 *
 * @param text not empty
 * @param tokens how many tokens it has at least; they count against the limit of the whole answer
 */
public record AnswerPrefix(String text, long tokens) {

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "AnswerPrefix[length=" + text.length() + ", tokens=" + tokens + "]";
    }
}
