package dev.rivulet.worker.execution;

import dev.rivulet.schemas.TurnId;

/** The attempts that run in this process, as coordinators see them. Thread-safe; no call blocks. */
public interface LocalExecutions {

    /** Starts an attempt, unless it is here already. An older attempt of the turn that still runs here is given up. */
    void start(TurnJob job);

    /** Cancels an attempt if it runs here. Its result follows. */
    void stop(TurnId turn, int attempt);

    /** Whether the attempt runs here or has a result under way. */
    boolean knows(TurnId turn, int attempt);

    /** The turn is over: forgets it, and gives up its execution should that still run. */
    void release(TurnId turn);
}
