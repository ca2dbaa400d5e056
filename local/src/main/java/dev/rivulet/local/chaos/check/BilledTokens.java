package dev.rivulet.local.chaos.check;

import dev.rivulet.local.chaos.fault.LossCause;
import dev.rivulet.local.chaos.load.SeenTurn;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.testkit.guarantee.TurnEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Compares what the provider billed with what readers were shown, of turns whose answers are whole: what a lost worker
 * cost. By what the turns asked for in that case, and by what was done to the workers that their attempts were lost to.
 * Thread-safe.
 */
public final class BilledTokens {

    /** Of a turn whose attempts were lost for different reasons: the provider does not count by attempt. */
    static final String SEVERAL = "several causes";
    /** Of a turn of which the log has no lost attempt: one that was lost before it had written that it began. */
    static final String UNKNOWN = "no cause known";

    private final Map<String, Answer> answers = new HashMap<>(); // by prompt; guarded by this

    private record Answer(String turn, boolean continues, long tokens) {}

    /** What was billed beyond what was shown, of some turns. */
    public record Excess(long turns, long tokens) {

        private Excess plus(Excess other) {
            return new Excess(turns + other.turns, tokens + other.tokens);
        }
    }

    /**
     * The tokens of some turns.
     *
     * @param shown those of their answers
     * @param billed those that the provider sent, to whichever worker
     * @param excess what of that is beyond what was shown, by its cause
     */
    public record Total(long turns, long shown, long billed, Map<String, Excess> excess) {

        static final Total NONE = new Total(0, 0, 0, Map.of());

        private Total with(long moreShown, long moreBilled, String cause) {
            Map<String, Excess> all = new TreeMap<>(excess);
            if (moreBilled != moreShown) {
                all.merge(cause, new Excess(1, moreBilled - moreShown), Excess::plus);
            }
            return new Total(turns + 1, shown + moreShown, billed + moreBilled, all);
        }

        /** Returns by how much more was billed than shown, as a percentage of what was shown. */
        public double excessPercent() {
            return percentOfShown(billed - shown);
        }

        /** Returns a number of tokens as a percentage of those that were shown. */
        public double percentOfShown(long tokens) {
            return shown == 0 ? 0 : 100.0 * tokens / shown;
        }
    }

    /** Takes note of a turn that a client has finished reading. A turn can be seen several times. */
    public void seen(SeenTurn turn) {
        boolean whole = turn.observed().terminal().filter(end -> end instanceof TurnEvent.Done done
                && !done.finishReason().equals(FinishReason.CANCELLED)).isPresent();
        if (whole) {
            synchronized (this) {
                answers.put(turn.plan().prompt(),
                        new Answer(turn.turn(), turn.plan().continues(), turn.plan().tokens()));
            }
        }
    }

    /**
     * Returns the totals of the turns that asked to be continued, and of those that asked to be restarted or to fail.
     *
     * @param billed the provider's count of the tokens that it sent for a prompt
     * @param lost what the attempts of turns were lost to, by the turn's id
     */
    public synchronized Map<String, Total> totals(ToLongFunction<String> billed, Map<String, Set<LossCause>> lost) {
        Map<String, Total> totals = new TreeMap<>(Map.of("continue", Total.NONE, "restart", Total.NONE));
        answers.forEach((prompt, answer) -> totals.computeIfPresent(answer.continues() ? "continue" : "restart",
                (policy, sum) -> sum.with(answer.tokens(), billed.applyAsLong(prompt),
                        cause(lost.getOrDefault(answer.turn(), Set.of())))));
        return totals;
    }

    private static String cause(Set<LossCause> causes) {
        return switch (causes.size()) {
            case 0 -> UNKNOWN;
            case 1 -> causes.iterator().next().label();
            default -> SEVERAL;
        };
    }
}
