package dev.rivulet.worker.execution;

import dev.rivulet.schemas.SessionTurn;

/** The attempts that run in other processes, as coordinators see them. Thread-safe; no call blocks. */
public interface RemoteExecutions {

    /** Sends an attempt to the worker that is to run it. If Kafka does not take the job, the attempt is given up. */
    void start(String worker, TurnJob job);

    /** Asks a worker whether it has an attempt. One that never got it gives it up. */
    void check(String worker, SessionTurn turn, int attempt);
}
