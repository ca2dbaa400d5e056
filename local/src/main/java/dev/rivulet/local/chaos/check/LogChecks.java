package dev.rivulet.local.chaos.check;

import dev.rivulet.local.chaos.fault.Incident;
import dev.rivulet.local.chaos.fault.LossCause;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the records of all turns in the log, including turns that no client saw.
 *
 * @param incidents what was done to workers
 */
record LogChecks(Map<String, TurnRecords> turns, List<Incident> incidents) {

    /** Returns whether every requested turn has a terminal event. */
    boolean isComplete() {
        return turns.values().stream().allMatch(turn -> !turn.hasToEnd() || !turn.ends().isEmpty());
    }

    List<BrokenPromise> check() {
        List<BrokenPromise> broken = new ArrayList<>();
        turns.forEach((id, turn) -> check(id, turn, broken));
        return broken;
    }

    private void check(String id, TurnRecords turn, List<BrokenPromise> broken) {
        if (turn.hasToEnd() && turn.ends().isEmpty()) {
            broken.add(new BrokenPromise(Promise.ENDED, id, "no terminal in the log"));
        } else if (turn.hasToEnd() && !turn.hasResult()) {
            broken.add(new BrokenPromise(Promise.ENDED, id, "no result in the log"));
        }
        if (!turn.isRequested()) {
            broken.add(new BrokenPromise(Promise.NOTHING_LOST, id, "its prompt is not in the log"));
        }
        if (turn.ends().size() > 1) {
            broken.add(new BrokenPromise(Promise.ENDED_ONCE, id, "different ends in the log: " + turn.ends()));
        }
        turn.gaps().forEach(gap -> broken.add(new BrokenPromise(Promise.NOTHING_LOST, id, "in the log: " + gap)));
        turn.attempts().forEach((number, attempt) -> {
            if (attempt.startedAt().size() > 1) {
                broken.add(new BrokenPromise(Promise.ATTEMPT_RUN_ONCE, id,
                        "attempt " + number + " by " + attempt.startedAt().keySet()));
            }
        });
        restarts(turn).stream().filter(restart -> causeOf(restart) == null)
                .forEach(restart -> broken.add(new BrokenPromise(Promise.NO_NEEDLESS_RESTART, id, "attempt after "
                        + restart.number() + " of " + restart.owner() + ", to which nothing had happened")));
    }

    /**
     * An attempt that was followed by another.
     *
     * @param nextAt when the next attempt started, milliseconds since the epoch, or {@link TurnRecords#UNKNOWN}
     */
    record Restart(int number, String owner, long nextAt) {}

    /** Returns the times from a kill to the start of the next attempt, in milliseconds. */
    List<Long> takeovers() {
        return turns.values().stream().flatMap(turn -> restarts(turn).stream()).map(this::takeover)
                .filter(time -> time >= 0).sorted().toList();
    }

    /** Returns what was done to the workers of attempts that others followed, by turn; without those of no cause. */
    Map<String, Set<LossCause>> lost() {
        Map<String, Set<LossCause>> lost = new TreeMap<>();
        turns.forEach((id, turn) -> restarts(turn).stream().map(this::causeOf).filter(Objects::nonNull)
                .forEach(incident -> lost.computeIfAbsent(id, first -> EnumSet.noneOf(LossCause.class))
                        .add(incident.cause())));
        return lost;
    }

    /** Returns the number of turns with more than one attempt. */
    long restarted() {
        return turns.values().stream().filter(turn -> turn.attempts().size() > 1).count();
    }

    /** See {@link TurnRecords#hidden}. */
    long hidden() {
        return turns.values().stream().mapToLong(TurnRecords::hidden).sum();
    }

    private long takeover(Restart restart) {
        Incident cause = causeOf(restart);
        return cause == null || !cause.killed() || restart.nextAt() == TurnRecords.UNKNOWN
                ? -1
                : restart.nextAt() - cause.at();
    }

    private Incident causeOf(Restart restart) {
        return incidents.stream().filter(
                incident -> incident.worker().equals(restart.owner())
                        && (restart.nextAt() == TurnRecords.UNKNOWN || incident.at() <= restart.nextAt()))
                .reduce((first, last) -> last).orElse(null);
    }

    private static List<Restart> restarts(TurnRecords turn) {
        List<Restart> restarts = new ArrayList<>();
        turn.attempts().forEach((number, attempt) -> {
            TurnRecords.Attempt next = turn.attempts().get(number + 1);
            // If two workers ran the same attempt, that is reported elsewhere, and the order of attempts is ambiguous.
            if (next != null && attempt.startedAt().size() == 1 && next.startedAt().size() == 1) {
                restarts.add(new Restart(number, attempt.startedAt().keySet().iterator().next(),
                        next.startedAt().values().iterator().next()));
            }
        });
        return restarts;
    }
}
