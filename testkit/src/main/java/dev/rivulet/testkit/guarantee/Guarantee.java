package dev.rivulet.testkit.guarantee;

import java.util.List;

/** A promise about the events of one turn. Stateless and thread-safe. */
public interface Guarantee {

    /** Returns the violations; empty if the promise was kept. */
    List<Violation> check(ObservedTurn turn);

    default String name() {
        return getClass().getSimpleName();
    }

    default Violation violation(ObservedTurn turn, String detail) {
        return new Violation(name(), turn.name(), detail);
    }

    /** Returns all guarantees. */
    static List<Guarantee> all() {
        return List.of(new Readable(), new InOrder(), new NoGaps(), new NoDuplicates(), new ExactlyOneTerminal(),
                new FencedAttempts(), new ContinuesWhatWasShown(), new TerminalAgrees());
    }
}
