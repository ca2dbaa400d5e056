package dev.rivulet.testkit.guarantee;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks many turns and counts violations. Keeps only the first examples, so that its size is bounded. Thread-safe. */
public final class GuaranteeReport {

    private static final int EXAMPLES = 50;

    private final List<Guarantee> guarantees;
    private final Map<String, Long> counts = new TreeMap<>(); // this and all below guarded by this
    private final List<Violation> examples = new ArrayList<>();
    private long turns;

    public GuaranteeReport(List<Guarantee> guarantees) {
        this.guarantees = List.copyOf(guarantees);
    }

    /** Checks {@link Guarantee#all()}. */
    public GuaranteeReport() {
        this(Guarantee.all());
    }

    /** Checks one finished turn and returns its violations. */
    public List<Violation> check(ObservedTurn turn) {
        List<Violation> found = guarantees.stream().flatMap(guarantee -> guarantee.check(turn).stream()).toList();
        synchronized (this) {
            turns++;
            for (Violation violation : found) {
                counts.merge(violation.guarantee(), 1L, Long::sum);
                if (examples.size() < EXAMPLES) {
                    examples.add(violation);
                }
            }
        }
        return found;
    }

    public synchronized long turns() {
        return turns;
    }

    public synchronized boolean isClean() {
        return counts.isEmpty();
    }

    /** Returns the number of violations by name of the guarantee; guarantees without one are left out. */
    public synchronized Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** Returns the first 50 violations. */
    public synchronized List<Violation> examples() {
        return List.copyOf(examples);
    }

    @Override
    public synchronized String toString() {
        return turns + " turns, " + (counts.isEmpty()
                ? "no violations"
                : "violations " + counts + ", such as "
                        + examples.getFirst());
    }
}
