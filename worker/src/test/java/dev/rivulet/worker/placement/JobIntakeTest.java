package dev.rivulet.worker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.execution.LocalExecutions;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.metrics.TurnMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobIntakeTest {

    private static final SessionId SESSION = new SessionId("s-1");
    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Started executions = new Started();
    private final List<String> givenUp = new ArrayList<>();
    private final JobIntake intake = new JobIntake(executions,
            (turn, attempt, begun) -> givenUp.add(attempt + (begun ? " begun" : "")),
            new TurnMetrics(meters, Set.of()));

    @Test
    void aJobIsStartedAndHasWaitedForAsLongAsItsCoordinatorSays() {
        long before = System.currentTimeMillis();
        handle(assigned(1, 60_000));

        TurnJob job = executions.jobs.getFirst();
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.messages()).containsExactly(Message.user("hi"));
        assertThat(job.waitingSince()).isBetween(before - 60_000, System.currentTimeMillis() - 60_000);
    }

    @Test
    void aJobThatComesAgainIsIgnoredAlsoWhenItsAttemptHasEnded() {
        handle(assigned(2, 0));
        executions.running.clear();

        handle(assigned(2, 0));
        handle(assigned(1, 0));

        assertThat(executions.jobs).extracting(TurnJob::attempt).containsExactly(2);
        assertThat(givenUp).isEmpty();
    }

    @Test
    void anAttemptThatRunsHereIsNotGivenUp() {
        handle(assigned(1, 0));
        handle(new JobRecord.AttemptChecked(SESSION, TURN, 1));

        assertThat(givenUp).isEmpty();
    }

    @Test
    void anAttemptThatNeverCameIsGivenUpAndDoesNotBeginIfItComesAfterAll() {
        handle(new JobRecord.AttemptChecked(SESSION, TURN, 1));
        assertThat(givenUp).containsExactly("1");

        handle(assigned(1, 0));
        assertThat(executions.jobs).isEmpty();

        handle(assigned(2, 0));
        assertThat(executions.jobs).extracting(TurnJob::attempt).containsExactly(2);
    }

    @Test
    void anAttemptThatEndedHereWithoutAResultIsGivenUpAsOneThatHadBegun() {
        handle(assigned(1, 0));
        executions.running.clear();

        handle(new JobRecord.AttemptChecked(SESSION, TURN, 1));

        assertThat(givenUp).containsExactly("1 begun");
    }

    @Test
    void aJobThatCannotBeReadIsGivenUpIfItNamesItsTurn() {
        handle("{\"type\":\"AttemptAssigned\",\"sessionId\":\"s-1\",\"turnId\":\"%s\",\"attempt\":3,\"messages\":7}"
                .formatted(TURN));

        assertThat(givenUp).containsExactly("3");
        assertThat(executions.jobs).isEmpty();
    }

    @Test
    void whatIsNoJobOrOfALaterVersionIsPassedOver() {
        handle("{\"type\":\"Later\",\"sessionId\":\"s-1\"}");
        handle("no json");
        handle("{}");
        handle("null");

        assertThat(executions.jobs).isEmpty();
        assertThat(givenUp).isEmpty();
        assertThat(meters.get("rivulet.unknown.types").tag("topic", "turn-jobs").counter().count()).isPositive();
    }

    private void handle(JobRecord record) {
        intake.handle(Json.write(record));
    }

    private void handle(String record) {
        intake.handle(record.getBytes(StandardCharsets.UTF_8));
    }

    private static JobRecord assigned(int attempt, long waitedMs) {
        return new JobRecord.AttemptAssigned(SESSION, TURN, attempt, waitedMs, List.of(Message.user("hi")),
                TurnOptions.NONE, null, null, null);
    }

    private static final class Started implements LocalExecutions {

        private final List<TurnJob> jobs = new ArrayList<>();
        private final Map<SessionTurn, Integer> running = new HashMap<>();

        @Override
        public void start(TurnJob job) {
            jobs.add(job);
            running.put(job.sessionTurn(), job.attempt());
        }

        @Override
        public void stop(SessionTurn turn, int attempt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean knows(SessionTurn turn, int attempt) {
            return running.getOrDefault(turn, 0) == attempt;
        }

        @Override
        public void release(SessionTurn turn) {
            throw new UnsupportedOperationException();
        }
    }
}
