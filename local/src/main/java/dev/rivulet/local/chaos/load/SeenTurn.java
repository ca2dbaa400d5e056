package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.sse.SseEvent;
import java.util.List;
import java.util.Optional;

/**
 * What one client saw of an accepted turn over all its connections, joined.
 *
 * @param turn        its id
 * @param connections how many there were
 * @param problem     why the client gave up, if it did
 */
public record SeenTurn(TurnPlan plan, String turn, List<SseEvent> events, int connections, Optional<String> problem) {

    public SeenTurn {
        events = List.copyOf(events);
    }

    public ObservedTurn observed() {
        return ObservedTurn.of(turn, events);
    }

    /** The event that ended it, as it came. */
    public Optional<SseEvent> end() {
        return events.stream().filter(event -> isEnd(event.type())).findFirst();
    }

    static boolean isEnd(String type) {
        return type.equals("done") || type.equals("error");
    }

    /** The whole answer that the turn was to have. */
    public String expectedText() {
        return SimulatedCompletions.text(plan.prompt());
    }

    /** The code of the error that the provider's fault calls for. */
    public Optional<String> expectedError() {
        return plan.fault().error().map(code -> code.code());
    }
}
