package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.OpenTurn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LostAttemptDetectorTest {

    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

    private final Set<OpenTurn> lost = new HashSet<>();
    private final LostAttemptDetector detector = new LostAttemptDetector(lost::contains);

    @Test
    void anAttemptIsLostAfterThreeSweepsThatFoundItSoWhateverBecameOfAnotherSessionsTurnWithTheSameId() {
        OpenTurn one = open("s-1");
        OpenTurn other = open("s-2");
        lost.add(one);
        sweep(one, other);
        sweep(one, other);
        assertThat(detector.isLost(one)).isFalse();
        sweep(one, other);
        assertThat(detector.isLost(one)).isTrue();

        lost.add(other);

        assertThat(detector.isLost(other)).isFalse();
        sweep(one, other);
        assertThat(detector.isLost(other)).isFalse();
    }

    private void sweep(OpenTurn... open) {
        detector.update(List.of(open).stream().map(turn -> new ActiveTurns(turn, List.of())).toList());
    }

    private static OpenTurn open(String session) {
        return new OpenTurn(PromptRequested.ofPrompt(new SessionId(session), TURN, "hi", TurnOptions.NONE), 1, "w-1",
                "t-1", 1, 1L, false, null, null, null, null, 1L);
    }
}
