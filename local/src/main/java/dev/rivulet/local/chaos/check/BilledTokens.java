package dev.rivulet.local.chaos.check;

import dev.rivulet.local.chaos.load.SeenTurn;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.testkit.guarantee.TurnEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Compares what the provider billed with what readers were shown, of turns whose answers are whole: what a lost worker
 * cost. By what the turns asked for in that case. Thread-safe.
 */
public final class BilledTokens {

    private final Map<String, Answer> answers = new HashMap<>(); // by prompt; guarded by this

    private record Answer(boolean continues, long tokens) {}

    /**
     * The tokens of some turns.
     *
     * @param shown those of their answers
     * @param billed those that the provider sent, to whichever worker
     */
    public record Total(long turns, long shown, long billed) {

        private Total with(long moreShown, long moreBilled) {
            return new Total(turns + 1, shown + moreShown, billed + moreBilled);
        }

        /** Returns by how much more was billed than shown, as a percentage of what was shown. */
        public double excessPercent() {
            return shown == 0 ? 0 : 100.0 * (billed - shown) / shown;
        }
    }

    /** Takes note of a turn that a client has finished reading. A turn can be seen several times. */
    public void seen(SeenTurn turn) {
        boolean whole = turn.observed().terminal().filter(end -> end instanceof TurnEvent.Done done
                && !done.finishReason().equals(FinishReason.CANCELLED)).isPresent();
        if (whole) {
            synchronized (this) {
                answers.put(turn.plan().prompt(), new Answer(turn.plan().continues(), turn.plan().tokens()));
            }
        }
    }

    /**
     * Returns the totals of the turns that asked to be continued, and of those that asked to be restarted or to fail.
     *
     * @param billed the provider's count of the tokens that it sent for a prompt
     */
    public synchronized Map<String, Total> totals(ToLongFunction<String> billed) {
        Map<String, Total> totals = new TreeMap<>(
                Map.of("continue", new Total(0, 0, 0), "restart", new Total(0, 0, 0)));
        answers.forEach((prompt, answer) -> totals.computeIfPresent(answer.continues() ? "continue" : "restart",
                (policy, sum) -> sum.with(answer.tokens(), billed.applyAsLong(prompt))));
        return totals;
    }
}
