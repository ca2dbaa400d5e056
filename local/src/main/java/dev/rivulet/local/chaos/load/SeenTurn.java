package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.sse.SseEvent;
import java.util.List;
import java.util.Optional;

/**
 * What one client saw of an accepted turn, over all its connections.
 *
 * @param turn its id
 * @param connections number of connections
 * @param problem why the client gave up; empty if it did not
 */
public record SeenTurn(TurnPlan plan, String turn, List<SseEvent> events, int connections, Optional<String> problem) {

    public SeenTurn {
        events = List.copyOf(events);
    }

    public ObservedTurn observed() {
        return ObservedTurn.of(turn, events);
    }

    /** Returns the terminal event as received. */
    public Optional<SseEvent> end() {
        return events.stream().filter(event -> isEnd(event.type())).findFirst();
    }

    static boolean isEnd(String type) {
        return type.equals("done") || type.equals("error");
    }

    /** Returns the complete expected text. */
    public String expectedText() {
        return SimulatedCompletions.text(plan.prompt());
    }

    /** Returns the code of the error that the provider's fault must cause. */
    public Optional<String> expectedError() {
        return plan.fault().error().map(code -> code.code());
    }
}
