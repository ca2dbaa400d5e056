package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.worker.execution.RemoteExecutions;
import dev.rivulet.worker.execution.TurnJob;
import java.util.ArrayList;
import java.util.List;

/** Notes what a coordinator asks of other processes. */
final class RecordedRemote implements RemoteExecutions {

    record Sent(String worker, TurnJob job) {}

    record Checked(String worker, SessionTurn turn, int attempt) {}

    final List<Sent> started = new ArrayList<>();
    final List<Checked> checked = new ArrayList<>();

    @Override
    public void start(String worker, TurnJob job) {
        started.add(new Sent(worker, job));
    }

    @Override
    public void check(String worker, SessionTurn turn, int attempt) {
        checked.add(new Checked(worker, turn, attempt));
    }
}
