package dev.rivulet.local.chaos.load;

import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.testkit.sse.SseEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns as clients may have seen them, for tests of the checks. */
public final class SeenTurns {

    public static final String TURN = "t1";

    private SeenTurns() {}

    /** Returns a turn with this many tokens and no fault. */
    public static SeenTurn of(int tokens, SseEvent... events) {
        return seen(plan(tokens, ExpectedFault.NONE, OnInterruption.RESTART, OptionalInt.empty()), events);
    }

    public static SeenTurn cancelled(int tokens, SseEvent... events) {
        return seen(plan(tokens, ExpectedFault.NONE, OnInterruption.RESTART, OptionalInt.of(1)), events);
    }

    public static SeenTurn failing(int tokens, SseEvent... events) {
        return seen(plan(tokens, ExpectedFault.NONE, OnInterruption.FAIL, OptionalInt.empty()), events);
    }

    public static SeenTurn troubled(int tokens, SseEvent... events) {
        return seen(plan(tokens, ExpectedFault.CUT, OnInterruption.RESTART, OptionalInt.empty()), events);
    }

    /** Returns a turn whose client gave up. */
    public static SeenTurn givenUp(SseEvent... events) {
        return new SeenTurn(plan(3, ExpectedFault.NONE, OnInterruption.RESTART, OptionalInt.empty()), TURN,
                List.of(events),
                1, Optional.of("no end"));
    }

    /** Returns the text of the first tokens of such a turn. */
    public static String text(int tokens) {
        return SimulatedCompletions
                .text(plan(tokens, ExpectedFault.NONE, OnInterruption.RESTART, OptionalInt.empty()).prompt());
    }

    private static SeenTurn seen(TurnPlan plan, SseEvent... events) {
        return new SeenTurn(plan, TURN, List.of(events), 1, Optional.empty());
    }

    /** Returns a turn of a principal, whose answer has its mark. */
    public static SeenTurn ofPrincipal(String principal, int tokens, SseEvent... events) {
        return seen(new TurnPlan(OwnerMark.of(principal) + "key", "session", tokens, ExpectedFault.NONE,
                OnInterruption.RESTART, true, false, OptionalInt.empty(), OptionalInt.empty(), false, false,
                Optional.empty()), events);
    }

    /** Returns a turn that asked to be continued. */
    public static SeenTurn continued(int tokens, SseEvent... events) {
        return seen(plan(tokens, ExpectedFault.NONE, OnInterruption.RESTART, OptionalInt.empty(), true), events);
    }

    private static TurnPlan plan(int tokens, ExpectedFault trouble, OnInterruption onInterruption,
            OptionalInt cancels) {
        return plan(tokens, trouble, onInterruption, cancels, false);
    }

    private static TurnPlan plan(int tokens, ExpectedFault trouble, OnInterruption onInterruption,
            OptionalInt cancels, boolean continues) {
        return new TurnPlan("key", "session", tokens, trouble, onInterruption, true, false, OptionalInt.empty(),
                cancels, false, continues, Optional.empty());
    }
}
