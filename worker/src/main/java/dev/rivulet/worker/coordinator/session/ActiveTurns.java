package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The turn that a session runs, and those that wait behind it. Stored only while there is one. Its JSON is stored:
 * names and order of the components are those of the changelog.
 *
 * @param open null when nothing runs
 * @param queue in order of arrival; with cancelled turns whose results were not read yet
 */
public record ActiveTurns(OpenTurn open, List<WaitingTurn> queue) {

    public static final ActiveTurns IDLE = new ActiveTurns(null, List.of());

    public ActiveTurns {
        queue = queue == null ? List.of() : List.copyOf(queue);
    }

    public boolean idle() {
        return open == null;
    }

    /** Not named {@code isEmpty}: JSON would take that for a field of the stored state. */
    public boolean hasTurns() {
        return open != null || !queue.isEmpty();
    }

    /** Returns whether a turn runs, or waits and was not cancelled. */
    boolean hasUnendedTurns() {
        return open != null || waiting().findAny().isPresent();
    }

    public boolean isOpen(TurnId turn) {
        return open != null && open.id().equals(turn);
    }

    /** Returns all turns, in the order in which they run. */
    public List<TurnId> turns() {
        return Stream.concat(Stream.ofNullable(open).map(OpenTurn::id), queue.stream().map(WaitingTurn::id)).toList();
    }

    /** Returns how many turns run or wait. */
    public int count() {
        return (open == null ? 0 : 1) + queue.size();
    }

    /** Returns how much memory the text of the turns takes, in bytes. */
    public long textBytes() {
        return requests().mapToLong(TextSize::bytesOf).sum();
    }

    /**
     * Returns the same without what users and systems say: all that sweeps need. A text of one character stands for the
     * prompt, so an outline must neither be stored nor run; see {@link #withTextOf}.
     */
    public ActiveTurns outline() {
        return withRequests(PromptRequested::outline);
    }

    /**
     * Returns the turns of an outline with their text.
     *
     * @param stored the same turns with their text
     */
    public ActiveTurns withTextOf(ActiveTurns stored) {
        Map<TurnId, PromptRequested> whole = stored.requests()
                .collect(Collectors.toMap(PromptRequested::turnId, Function.identity(), (first, same) -> first));
        return withRequests(outline -> whole.get(outline.turnId()));
    }

    private Stream<PromptRequested> requests() {
        return Stream.concat(Stream.ofNullable(open).map(OpenTurn::request), queue.stream().map(WaitingTurn::request));
    }

    private ActiveTurns withRequests(UnaryOperator<PromptRequested> change) {
        return new ActiveTurns(open == null ? null : open.withRequest(change.apply(open.request())),
                queue.stream().map(waiting -> waiting.withRequest(change.apply(waiting.request()))).toList());
    }

    /** Returns what is left without the turns that have ended. */
    public ActiveTurns without(Predicate<TurnId> ended) {
        return new ActiveTurns(open != null && ended.test(open.id()) ? null : open,
                queue.stream().filter(waiting -> !ended.test(waiting.id())).toList());
    }

    /**
     * Returns the same on the clock of a coordinator that takes the session over. Times of another machine's clock
     * cannot be compared with it, so what they measure begins anew.
     *
     * @param now in milliseconds since the epoch
     */
    public ActiveTurns restored(long now) {
        return new ActiveTurns(open == null ? null : open.restored(now),
                queue.stream().map(waiting -> waiting.restored(now)).toList());
    }

    ActiveTurns with(OpenTurn other) {
        return new ActiveTurns(other, queue);
    }

    ActiveTurns withQueued(WaitingTurn turn, int index) {
        List<WaitingTurn> longer = new ArrayList<>(queue);
        longer.add(index, turn);
        return new ActiveTurns(open, List.copyOf(longer));
    }

    ActiveTurns withQueued(TurnId turn, UnaryOperator<WaitingTurn> change) {
        return new ActiveTurns(open,
                queue.stream().map(waiting -> waiting.id().equals(turn) ? change.apply(waiting) : waiting).toList());
    }

    /** Returns the waiting turns that were not cancelled, in order. */
    Stream<WaitingTurn> waiting() {
        return queue.stream().filter(turn -> !turn.wasCancelled());
    }

    /** @throws java.util.NoSuchElementException when the turn does not wait */
    WaitingTurn queued(TurnId turn) {
        return queue.stream().filter(waiting -> waiting.id().equals(turn)).findFirst().orElseThrow();
    }

    public boolean isQueued(TurnId turn) {
        return queue.stream().anyMatch(waiting -> waiting.id().equals(turn));
    }
}
