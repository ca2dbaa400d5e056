package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.worker.execution.LocalExecutions;
import dev.rivulet.worker.execution.TurnJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notes what a coordinator asks of its process. */
final class RecordedExecutions implements LocalExecutions {

    final List<TurnJob> started = new ArrayList<>();
    final List<SessionTurn> stopped = new ArrayList<>();
    final List<SessionTurn> released = new ArrayList<>();
    private final Map<SessionTurn, Integer> known = new HashMap<>();

    @Override
    public void start(TurnJob job) {
        started.add(job);
        known.put(job.sessionTurn(), job.attempt());
    }

    @Override
    public void stop(SessionTurn turn, int attempt) {
        stopped.add(turn);
    }

    @Override
    public boolean knows(SessionTurn turn, int attempt) {
        return known.getOrDefault(turn, 0) == attempt;
    }

    @Override
    public void release(SessionTurn turn) {
        released.add(turn);
        known.remove(turn);
    }

    /** As if the attempt had died without a word. */
    void lose(TurnId turn) {
        known.keySet().removeIf(name -> name.id().equals(turn));
    }
}
