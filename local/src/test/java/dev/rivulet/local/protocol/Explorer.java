package dev.rivulet.local.protocol;

import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tries every order in which things can happen to a {@link World}, the shortest first, and checks each world that comes
 * about. Readers are the gateways' own filter. For one thread.
 */
final class Explorer {

    private final Map<World, Origin> seen = new HashMap<>();
    private final Deque<World> next = new ArrayDeque<>();
    private final Set<String> ends = new TreeSet<>();
    private String violation;

    /** How a world came about; both null for the first. */
    private record Origin(World before, String step) {}

    /**
     * What was found.
     *
     * @param worlds how many different ones there are
     * @param ends the turn's ends, as readers were shown them
     * @param violation what is wrong in one of them and the steps that lead there; null if nothing is
     */
    record Findings(int worlds, Set<String> ends, String violation) {}

    static Findings explore(World first) {
        Explorer explorer = new Explorer();
        explorer.run(first);
        return new Findings(explorer.seen.size(), explorer.ends, explorer.violation);
    }

    private void run(World first) {
        seen.put(first, new Origin(null, null));
        next.add(first);
        while (!next.isEmpty() && violation == null) {
            continueFrom(next.remove());
        }
    }

    private void continueFrom(World world) {
        boolean goesOn = false;
        List<World.Step> steps = world.steps();
        for (int i = 0; i < steps.size() && violation == null; i++) {
            World after = world.after(i);
            goesOn |= !steps.get(i).isFault() && !after.equals(world);
            if (seen.putIfAbsent(after, new Origin(world, steps.get(i).what())) == null) {
                next.add(after);
                check(after).ifPresent(wrong -> report(after, wrong));
            }
        }
        if (!goesOn && violation == null) {
            checkAtRest(world).ifPresent(wrong -> report(world, wrong));
        }
    }

    private void report(World world, String wrong) {
        List<String> path = new ArrayList<>();
        for (Origin origin = seen.get(world); origin.before() != null; origin = seen.get(origin.before())) {
            path.add(origin.step());
        }
        Collections.reverse(path);
        violation = wrong + " after: " + String.join("; ", path);
    }

    private Optional<String> check(World world) {
        if (new HashSet<>(world.started).size() < world.started.size()) {
            return Optional.of("two executions share an attempt: " + world.started);
        }
        boolean endsNow = !world.events.isEmpty() && world.events.getLast() instanceof ChunkEvent.Terminal
                && world.events.stream().filter(ChunkEvent.Terminal.class::isInstance).count() == 1;
        return endsNow ? checkEnd(world) : Optional.empty();
    }

    private Optional<String> checkEnd(World world) {
        Reader reader = Reader.of(world.events);
        ChunkEvent.Terminal end = (ChunkEvent.Terminal) world.events.getLast();
        boolean incomplete = reader.end() instanceof TurnRecord.Failed && end instanceof Done;
        ends.add(incomplete
                ? "an incomplete done, shown as an error"
                : end instanceof TurnError error ? error.code() : "done");
        if (world.policy() == World.Policy.CONTINUE && (reader.restarts() > 0 || reader.refused() > 0)) {
            return Optional.of("readers of a turn that continues lost their text");
        }
        if (world.executorLives() && reader.restarts() > 0) {
            return Optional.of("readers lost the text of a worker to which nothing had happened");
        }
        // The end of an attempt that never began counts no text.
        boolean counts = end.attempt() == reader.attempt() || end.seq() > 0;
        long shown = counts ? reader.nextSeq() : 0;
        return incomplete || shown == end.seq()
                ? Optional.empty()
                : Optional.of("readers were shown %s deltas and an end that counts %s".formatted(shown, end.seq()));
    }

    /** Checks a world in which nothing happens any more unless something else fails. */
    private static Optional<String> checkAtRest(World world) {
        if (world.events.stream().noneMatch(ChunkEvent.Terminal.class::isInstance)) {
            return Optional.of("the turn never ends");
        }
        return world.nodes.stream().allMatch(node -> node.running.isEmpty())
                ? Optional.empty()
                : Optional.of("an execution is left that nobody stops");
    }
}
