package dev.rivulet.testkit.guarantee;

import dev.rivulet.testkit.sse.SseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The events of one turn as one client received them, over all its connections.
 *
 * @param name identifies the turn in a report
 * @param events in the order of arrival
 * @param unreadable a sentence for each event that could not be read
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

    /** Returns the newest attempt; 0 if there is no event. */
    public int newestAttempt() {
        return events.stream().mapToInt(TurnEvent::attempt).max().orElse(0);
    }

    /** Returns the text of the newest attempt, in the order of arrival. */
    public String text() {
        return textOf(newestAttempt());
    }

    public String textOf(int attempt) {
        return deltas(attempt).stream().map(TurnEvent.Delta::content).collect(Collectors.joining());
    }

    /** Returns the first terminal event, which is the one that counts. */
    public Optional<TurnEvent.Terminal> terminal() {
        return events.stream().filter(TurnEvent.Terminal.class::isInstance).map(TurnEvent.Terminal.class::cast)
                .findFirst();
    }

    /** Returns the deltas of one attempt, and before them those that it continues, in the order of arrival. */
    public List<TurnEvent.Delta> deltas(int attempt) {
        int first = firstOf(attempt);
        return events.stream().filter(TurnEvent.Delta.class::isInstance).map(TurnEvent.Delta.class::cast)
                .filter(delta -> delta.attempt() >= first && delta.attempt() <= attempt).toList();
    }

    /** Returns the attempt with which the text begins that an attempt continues; itself if it begins the answer. */
    private int firstOf(int attempt) {
        int before = events.stream().mapToInt(TurnEvent::attempt).filter(other -> other < attempt).max().orElse(0);
        boolean continues = events.stream().anyMatch(event -> event instanceof TurnEvent.Started start
                && start.attempt() == attempt && start.continues() != null);
        return continues && before > 0 ? firstOf(before) : attempt;
    }

    /** Returns every attempt with a delta, ascending. */
    List<Integer> attemptsWithText() {
        return events.stream().filter(TurnEvent.Delta.class::isInstance).map(TurnEvent::attempt).distinct().sorted()
                .toList();
    }
}
