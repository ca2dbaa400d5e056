package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.worker.recovery.AttemptRecovery;
import dev.rivulet.worker.recovery.LostAttempt;
import java.util.ArrayList;
import java.util.List;

/** Keeps the attempts that it accepts. */
final class RecordedRecovery implements AttemptRecovery {

    final List<LostAttempt> lost = new ArrayList<>();
    boolean full;

    @Override
    public boolean submit(LostAttempt attempt) {
        return !full && lost.add(attempt);
    }

    @Override
    public boolean hasRoom() {
        return !full;
    }
}
