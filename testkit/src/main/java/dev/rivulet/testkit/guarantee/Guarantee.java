package dev.rivulet.testkit.guarantee;

import java.util.List;

/** A promise about the events of one turn. Stateless, so that any thread may check any turn. */
public interface Guarantee {

    /** Empty if the promise was kept. */
    List<Violation> check(ObservedTurn turn);

    default String name() {
        return getClass().getSimpleName();
    }

    default Violation violation(ObservedTurn turn, String detail) {
        return new Violation(name(), turn.name(), detail);
    }

    /** Every promise there is. */
    static List<Guarantee> all() {
        return List.of(new Readable(), new InOrder(), new NoGaps(), new NoDuplicates(), new ExactlyOneTerminal(),
                new FencedAttempts(), new TerminalAgrees());
    }
}
