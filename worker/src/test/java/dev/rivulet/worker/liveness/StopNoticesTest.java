package dev.rivulet.worker.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.worker.execution.LocalExecutions;
import dev.rivulet.worker.execution.TurnJob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopNoticesTest {

    private static final SessionId SESSION = new SessionId("s-1");
    private static final TurnId TURN = TurnId.parse("019a5d2e-7c41-7a8b-9c55-2f6e8d1b3a70");

    private final List<String> stopped = new ArrayList<>();
    private final StopNotices notices = new StopNotices("me", new Recorder());

    @Test
    void aNoticeToThisWorkerStopsTheAttempt() {
        notices.handle(StopNotice.keyTo("me"), new StopNotice(SESSION, TURN, 2).json());

        assertThat(stopped).containsExactly("s-1/" + TURN + "/2");
    }

    @Test
    void noticesToOthersAreTheirs() {
        notices.handle(StopNotice.keyTo("other"), new StopNotice(SESSION, TURN, 2).json());

        assertThat(stopped).isEmpty();
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        notices.handle(StopNotice.keyTo("me"), "{".getBytes(StandardCharsets.UTF_8));
        notices.handle(StopNotice.keyTo("me"), null);
        // An id alone names no turn: another session may have one with the same id.
        notices.handle(StopNotice.keyTo("me"),
                ("{\"turn\":\"" + TURN + "\",\"attempt\":1}").getBytes(StandardCharsets.UTF_8));
        notices.handle(StopNotice.keyTo("me"), new StopNotice(SESSION, TURN, 1).json());

        assertThat(stopped).containsExactly("s-1/" + TURN + "/1");
    }

    @Test
    void theKeysOfNoticesAreNotThoseOfHeartbeats() {
        assertThat(StopNotice.isKey(StopNotice.keyTo("worker-1"))).isTrue();
        assertThat(StopNotice.isKey("later-kind/worker-1")).isTrue();
        assertThat(StopNotice.isKey("worker-1")).isFalse();
    }

    private final class Recorder implements LocalExecutions {

        @Override
        public void start(TurnJob job) {
            throw new AssertionError("started");
        }

        @Override
        public void stop(SessionTurn turn, int attempt) {
            stopped.add(turn.session() + "/" + turn.id() + "/" + attempt);
        }

        @Override
        public boolean knows(SessionTurn turn, int attempt) {
            return true;
        }

        @Override
        public void release(SessionTurn turn) {
            throw new AssertionError("released");
        }
    }
}
