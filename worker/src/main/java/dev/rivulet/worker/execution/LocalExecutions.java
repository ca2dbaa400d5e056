package dev.rivulet.worker.execution;

import dev.rivulet.schemas.SessionTurn;

/** The attempts that run in this process, as coordinators see them. Thread-safe; no call blocks. */
public interface LocalExecutions {

    /**
     * Starts an attempt, unless it or a later one of the turn runs here already. Gives up an older one that still runs
     * here.
     */
    void start(TurnJob job);

    /** Cancels an attempt if it runs here. It still writes its result. */
    void stop(SessionTurn turn, int attempt);

    /** Returns whether the attempt runs here, or has a result that its coordinator has not read yet. */
    boolean knows(SessionTurn turn, int attempt);

    /** Forgets a turn that has ended. Gives up its execution if that still runs. */
    void release(SessionTurn turn);
}
