package dev.rivulet.worker.placement;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.execution.LocalExecutions;
import dev.rivulet.worker.execution.RecentAttempts;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the job records for this worker. Begins no attempt twice, whatever the topic has twice, and gives up what it
 * was asked about and never got. For one thread.
 */
final class JobIntake {

    private static final Logger LOG = LoggerFactory.getLogger(JobIntake.class);

    private final LocalExecutions executions;
    private final GivenUp givenUp;
    private final TurnMetrics metrics;
    /** Attempts of which it has got the job, or has said that it has not: none of them begins once more. */
    private final RecentAttempts taken = new RecentAttempts();

    /** What every job has, of whatever type. */
    private record Named(SessionId sessionId, TurnId turnId, int attempt) {

        private Named {
            Objects.requireNonNull(sessionId, "sessionId");
            Objects.requireNonNull(turnId, "turnId");
        }
    }

    /** Tells coordinators that this worker gives an attempt up. */
    @FunctionalInterface
    interface GivenUp {

        /** @param begun whether the attempt had begun here */
        void giveUp(SessionTurn turn, int attempt, boolean begun);
    }

    JobIntake(LocalExecutions executions, GivenUp givenUp, TurnMetrics metrics) {
        this.executions = executions;
        this.givenUp = givenUp;
        this.metrics = metrics;
    }

    void handle(byte[] record) {
        try {
            switch (Json.read(record, JobRecord.class)) {
                case JobRecord.AttemptAssigned assigned -> start(assigned.job(System.currentTimeMillis()));
                case JobRecord.AttemptChecked checked -> check(checked);
                case JobRecord.Unknown later -> metrics.unknownType(Topic.TURN_JOBS.named(""));
            }
        } catch (UnreadableRecordException unreadable) {
            LOG.atWarn().addKeyValue("reason", unreadable.getMessage()).log("a job could not be read");
            giveUpUnreadable(record);
        }
    }

    private void start(TurnJob job) {
        if (!taken.covers(job.sessionTurn(), job.attempt())) {
            taken.add(job.sessionTurn(), job.attempt(), System.nanoTime());
            executions.start(job);
        }
    }

    /** The attempt may have begun here and ended without a result; what was said of that may be lost. */
    private void check(JobRecord.AttemptChecked asked) {
        SessionTurn turn = asked.sessionTurn();
        if (!executions.knows(turn, asked.attempt())) {
            boolean begun = taken.covers(turn, asked.attempt());
            taken.add(turn, asked.attempt(), System.nanoTime());
            givenUp.giveUp(turn, asked.attempt(), begun);
        }
    }

    /** Without its job the turn would stand still: it goes on if it can be told which one it is. */
    private void giveUpUnreadable(byte[] record) {
        try {
            Named named = Json.read(record, Named.class);
            check(new JobRecord.AttemptChecked(named.sessionId, named.turnId, named.attempt));
        } catch (UnreadableRecordException nameless) {
            // No turn of this worker's.
        }
    }
}
