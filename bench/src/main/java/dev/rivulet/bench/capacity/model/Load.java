package dev.rivulet.bench.capacity.model;

/**
 * What users ask for, in a steady state.
 *
 * @param streams turns that run at any time
 * @param rate tokens per second of a turn
 * @param answerTokens of a turn, on average
 * @param readers of each turn
 * @param clientNamed the share of turns whose sessions clients name themselves, from 0 to 1: they are read at any
 *            gateway
 * @param promptBytes of a turn and the conversation before it
 */
public record Load(int streams, double rate, double answerTokens, double readers, double clientNamed,
        int promptBytes) {

    /** @throws IllegalArgumentException with a sentence for the user */
    public Load {
        if (streams < 1 || rate <= 0 || answerTokens <= 0 || readers < 0 || promptBytes < 0) {
            throw new IllegalArgumentException("streams, rate and tokens must be positive, and nothing negative");
        }
        if (clientNamed < 0 || clientNamed > 1) {
            throw new IllegalArgumentException("a share is a percentage from 0 to 100");
        }
    }

    /** Returns how many tokens are written in a second. */
    public double tokens() {
        return streams * rate;
    }

    /** Returns how many turns begin in a second: Little's law. */
    public double turns() {
        return streams / turnSeconds();
    }

    /** Returns how long a turn runs. */
    public double turnSeconds() {
        return answerTokens / rate;
    }
}
