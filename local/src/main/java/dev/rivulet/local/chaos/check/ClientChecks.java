package dev.rivulet.local.chaos.check;

import dev.rivulet.local.chaos.load.OwnerMark;
import dev.rivulet.local.chaos.load.SeenTurn;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.testkit.guarantee.Guarantee;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.guarantee.TurnEvent;
import dev.rivulet.testkit.guarantee.Violation;
import dev.rivulet.testkit.sse.SseEvent;
import java.util.ArrayList;
import java.util.List;

/** Checks what one client saw of one turn. Stateless. */
final class ClientChecks {

    private static final int MOST_ATTEMPTS = 3;

    private ClientChecks() {}

    static List<BrokenPromise> check(SeenTurn seen) {
        ObservedTurn turn = seen.observed();
        List<BrokenPromise> broken = new ArrayList<>();
        seen.problem().ifPresent(why -> broken.add(new BrokenPromise(Promise.ENDED, seen.turn(), why)));
        if (seen.problem().isEmpty() || turn.terminal().isPresent()) {
            Guarantee.all().forEach(guarantee -> guarantee.check(turn).forEach(
                    violation -> broken.add(new BrokenPromise(promise(violation), seen.turn(), violation.detail()))));
        }
        seen.events().stream().filter(event -> event.type().equals("problem")).map(SseEvent::data)
                .forEach(data -> broken.add(new BrokenPromise(Promise.ORDERLY, seen.turn(), "problem " + data)));
        seen.events().stream().map(event -> OwnerMark.others(event.data(), seen.plan().principal()))
                .filter(others -> !others.isEmpty())
                .forEach(others -> broken.add(new BrokenPromise(Promise.ISOLATED, seen.turn(),
                        "shown text of " + others)));
        if (seen.plan().continues() && seen.expectedError().isEmpty() && losesText(turn)) {
            broken.add(new BrokenPromise(Promise.CONTINUED, seen.turn(), "the answer began again"));
        }
        turn.terminal().ifPresent(end -> checkEnd(seen, turn, end, broken));
        return broken;
    }

    /** Returns whether a reader was shown text that a later attempt voided. */
    private static boolean losesText(ObservedTurn turn) {
        boolean text = false;
        for (TurnEvent event : turn.events()) {
            text |= event instanceof TurnEvent.Delta;
            if (text && event instanceof TurnEvent.Started start && start.continues() == null) {
                return true;
            }
        }
        return false;
    }

    private static Promise promise(Violation violation) {
        return switch (violation.guarantee()) {
            case "InOrder", "FencedAttempts" -> Promise.IN_ORDER;
            case "NoGaps", "TerminalAgrees" -> Promise.NOTHING_LOST;
            case "NoDuplicates" -> Promise.NOTHING_TWICE;
            case "ContinuesWhatWasShown" -> Promise.CONTINUED;
            case "ExactlyOneTerminal" -> Promise.ENDED_ONCE;
            default -> Promise.ORDERLY;
        };
    }

    private static void checkEnd(SeenTurn seen, ObservedTurn turn, TurnEvent.Terminal end, List<BrokenPromise> broken) {
        String text = turn.text();
        String expected = seen.expectedText();
        switch (end) {
            case TurnEvent.Done done when done.finishReason().equals(FinishReason.CANCELLED) -> {
                if (seen.plan().cancels().isEmpty()) {
                    broken.add(
                            new BrokenPromise(Promise.RIGHT_END, seen.turn(), "cancelled, but nobody asked for that"));
                }
            }
            case TurnEvent.Done done -> {
                if (seen.expectedError().isPresent()) {
                    broken.add(new BrokenPromise(Promise.RIGHT_END, seen.turn(),
                            "done, although the provider failed with " + seen.plan().fault()));
                } else if (!text.equals(expected)) {
                    broken.add(new BrokenPromise(Promise.NOTHING_LOST, seen.turn(),
                            "done with " + text.length() + " characters of " + expected.length()
                                    + ", or with others"));
                }
            }
            case TurnEvent.Failed failed -> {
                if (!isExpected(seen, failed)) {
                    broken.add(new BrokenPromise(Promise.RIGHT_END, seen.turn(),
                            "ended with " + failed.code() + " in attempt " + failed.attempt()));
                }
            }
        }
        if (!expected.startsWith(text)) {
            broken.add(new BrokenPromise(Promise.NOTHING_LOST, seen.turn(),
                    "the text is not the beginning of the answer"));
        }
    }

    private static boolean isExpected(SeenTurn seen, TurnEvent.Failed failed) {
        boolean lost = failed.code().equals(ErrorCode.WORKER_LOST.code());
        boolean mayBeLost = seen.plan().onInterruption() == OnInterruption.FAIL || failed.attempt() >= MOST_ATTEMPTS;
        // That the topic took less for some time is checked at the end.
        boolean tooLong = failed.code().equals(ErrorCode.ANSWER_TOO_LONG.code());
        return lost && mayBeLost || tooLong || seen.expectedError().filter(failed.code()::equals).isPresent();
    }
}
