package dev.rivulet.gateway.log.tail;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where turns begin on {@code chunk-events}, as far as this gateway knows without a search. Filled by the tail, from
 * what it reads anyway, and by the gateway's own submissions. Bounded: the turn that was noted first is dropped
 * first, at about 250 bytes each. Thread-safe.
 *
 * <p>A reader that begins where this class says misses no event of its turn:
 * <ul>
 * <li>The {@code started} of attempt 1 is the first event of a turn, unless a seal or a later attempt precedes it:
 * attempts are claimed through the log, so no two executions are attempt 1 (ADR 10). A worker that was cut off before
 * it wrote anything may write it late; then it is not noted. So nothing is noted of turns that are older than the
 * position from which their partition is read, as far as clocks agree.
 * <li>A terminal of attempt 0 ends a turn that was never executed, and is its only event.
 * <li>A turn whose id the gateway has made has no event before its prompt was published, so none before the live end at
 * that time.
 * </ul>
 * All are positions in the log that the tail reads: those of a partition are dropped when the tail finds that it was
 * truncated, made anew, or left by retention.
 */
public final class KnownTurns {

    /** No session's id is longer: other keys are of records that no reader can ask for. */
    private static final int MAX_KEY_BYTES = 128;

    private final Map<Name, Known> turns; // guarded by this
    private final Map<Integer, Integer> clears = new HashMap<>(); // by partition; guarded by this

    /** @param max how many turns are kept */
    public KnownTurns(int max) {
        this.turns = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Name, Known> eldest) {
                return size() > max;
            }
        };
    }

    /**
     * Where a turn begins.
     *
     * @param offset no event of the turn has a lower one
     * @param exact whether the turn's first event is there
     */
    public record Beginning(long offset, boolean exact) {}

    private record Name(TurnId turn, ByteBuffer session) {}

    /**
     * @param beginning null if it is not known
     * @param settled whether the events that follow say nothing about it
     */
    private record Known(int partition, Beginning beginning, boolean settled) {}

    /** Returns where a turn begins; empty if that is not known. */
    public synchronized Optional<Beginning> beginning(SessionTurn turn) {
        return Optional.ofNullable(turns.get(name(turn))).map(Known::beginning);
    }

    /**
     * Notes an event of a turn. The first one that says something about the beginning decides.
     *
     * @param key the record's key; null if it has none
     */
    public void read(int partition, ChunkHeaders event, ByteBuffer key, long offset) {
        boolean first = event.type() == EventType.STARTED
                ? event.attempt() == 1
                : event.type().terminal() && event.attempt() == 0;
        boolean afterAnother = event.type() == EventType.SEALED || event.type() == EventType.STARTED && !first;
        if ((first || afterAnother) && key != null && key.remaining() <= MAX_KEY_BYTES) {
            byte[] session = new byte[key.remaining()];
            key.duplicate().get(session);
            settle(new Name(event.turn(), ByteBuffer.wrap(session)), partition,
                    first ? new Beginning(offset, true) : null);
        }
    }

    /** @param beginning null if it is not known better than before */
    private synchronized void settle(Name name, int partition, Beginning beginning) {
        Known known = turns.get(name);
        if (known == null || !known.settled) {
            Beginning before = known == null ? null : known.beginning;
            turns.put(name, new Known(partition, beginning == null ? before : beginning, true));
        }
    }

    /**
     * Notes that a turn with a new id was created.
     *
     * @param offset the live end before the turn's prompt was published
     * @param clears {@link #clears} at that time
     */
    synchronized void created(int partition, SessionTurn turn, long offset, int clears) {
        if (clears == clears(partition)) {
            turns.putIfAbsent(name(turn), new Known(partition, new Beginning(offset, false), false));
        }
    }

    /** Returns how often the positions of a partition became void. */
    synchronized int clears(int partition) {
        return clears.getOrDefault(partition, 0);
    }

    /** Drops the turns of a partition whose positions are void. */
    public synchronized void clear(int partition) {
        clears.merge(partition, 1, Integer::sum);
        turns.values().removeIf(entry -> entry.partition == partition);
    }

    private static Name name(SessionTurn turn) {
        return new Name(turn.id(), ByteBuffer.wrap(turn.session().keyBytes()));
    }
}
