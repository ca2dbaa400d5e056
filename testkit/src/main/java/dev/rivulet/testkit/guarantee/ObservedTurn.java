package dev.rivulet.testkit.guarantee;

import dev.rivulet.testkit.sse.SseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One turn from its start, as one client saw it: also one that came back with a cursor, its parts joined.
 *
 * @param name       tells the turn from others in a report
 * @param events     in the order of arrival
 * @param unreadable what could not be read and why
 */
public record ObservedTurn(String name, List<TurnEvent> events, List<String> unreadable) {

    public ObservedTurn {
        events = List.copyOf(events);
        unreadable = List.copyOf(unreadable);
    }

    public static ObservedTurn of(String name, List<SseEvent> received) {
        List<TurnEvent> events = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (SseEvent event : received) {
            try {
                TurnEventReader.read(event).ifPresent(events::add);
            } catch (IllegalArgumentException e) {
                unreadable.add(e.getMessage());
            }
        }
        return new ObservedTurn(name, events, unreadable);
    }

    /** 0 if nothing was seen. */
    public int newestAttempt() {
        return events.stream().mapToInt(TurnEvent::attempt).max().orElse(0);
    }

    /** The text of the newest attempt, in the order of arrival. */
    public String text() {
        return textOf(newestAttempt());
    }

    public String textOf(int attempt) {
        return deltas(attempt).stream().map(TurnEvent.Delta::content).collect(Collectors.joining());
    }

    /** The first one, which is the one that counts. */
    public Optional<TurnEvent.Terminal> terminal() {
        return events.stream().filter(TurnEvent.Terminal.class::isInstance).map(TurnEvent.Terminal.class::cast)
                .findFirst();
    }

    /** The deltas of one attempt, in the order of arrival. */
    public List<TurnEvent.Delta> deltas(int attempt) {
        return events.stream().filter(TurnEvent.Delta.class::isInstance).map(TurnEvent.Delta.class::cast)
                .filter(delta -> delta.attempt() == attempt).toList();
    }

    /** Every attempt that a delta was seen of, ascending. */
    List<Integer> attemptsWithText() {
        return events.stream().filter(TurnEvent.Delta.class::isInstance).map(TurnEvent::attempt).distinct().sorted()
                .toList();
    }
}
