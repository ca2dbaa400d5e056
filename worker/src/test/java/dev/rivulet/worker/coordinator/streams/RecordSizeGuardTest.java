package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSizeGuardTest {

    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final String LONG = "x".repeat(60_000);

    private final RecordSizeGuard sizeGuard = new RecordSizeGuard(64 << 10, 100_000);

    @Test
    void whatFitsIsWhole() {
        TurnPrompt event = new TurnPrompt(new TurnInput(TURN, "hi", null, "m", "s"));
        assertThat(sizeGuard.json(event)).isEqualTo(Json.write(event));
    }

    @Test
    void aPromptThatFillsARecordByItselfIsShownWithoutItsText() {
        assertThat(
                Json.read(sizeGuard.json(new TurnPrompt(new TurnInput(TURN, LONG, null, "m", "s"))), TurnPrompt.class))
                .isEqualTo(new TurnPrompt(new TurnInput(TURN, null, null, "m", null)));
    }

    @Test
    void anEventHasABoundedPartOfWhatTheUserWrote() {
        TurnPrompt shown = Json.read(
                new RecordSizeGuard(64 << 10, 1_000).json(new TurnPrompt(new TurnInput(TURN, LONG, null, "m", "s"))),
                TurnPrompt.class);
        assertThat(shown.input()).isEqualTo(new TurnInput(TURN, LONG.substring(0, 1_000), null, "m", "s", true));
    }

    @Test
    void aStateKeepsTheConversationAsLongAsThatFits() {
        Queued waiting = new Queued(new TurnInput(TURN, LONG, null, null, null));
        SessionState.Open open = new SessionState.Open(TURN, "o", null, null, null, null, 1);
        List<Message> messages = List.of(Message.user("u"));

        assertThat(read(new SessionState(TURN, "s", messages, open, List.of(waiting)))).isEqualTo(new SessionState(TURN,
                "s", messages, new SessionState.Open(TURN, null, null, null, null, null, 1),
                List.of(waiting.withoutText())));
        assertThat(read(new SessionState(TURN, "s", List.of(Message.user(LONG)), null, List.of())))
                .isEqualTo(new SessionState(TURN, null, null, null, List.of()));
    }

    private SessionState read(SessionState state) {
        return Json.read(sizeGuard.json(state), SessionState.class);
    }
}
