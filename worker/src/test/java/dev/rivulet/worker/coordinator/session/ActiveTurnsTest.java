package dev.rivulet.worker.coordinator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.result.Outcome;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ActiveTurnsTest {

    private static final SessionId SESSION = new SessionId("s-1");
    private static final TurnTimeouts TIMEOUTS = new TurnTimeouts(5_000, null, null, null);
    private static final TurnOptions OPTIONS = new TurnOptions("model", 1, 1.0, "be ".repeat(1_000), null, null, 2,
            null, TIMEOUTS);

    private final ActiveTurns whole = new ActiveTurns(
            new OpenTurn(new PromptRequested(SESSION, turn(1), "hi ".repeat(1_000), null, OPTIONS,
                    new Idempotency(turn(4), "key", "digest")), 2, "worker-1", "term-1", 2, 3L, true, 1,
                    Outcome.cancelled(), 2, "worker-2", 4L),
            List.of(new WaitingTurn(PromptRequested.ofMessages(SESSION, turn(2),
                    List.of(Message.user("one ".repeat(1_000)), Message.user("two")), OPTIONS), 1, null, 5L),
                    new WaitingTurn(PromptRequested.ofPrompt(SESSION, turn(3), "x", TurnOptions.NONE), 0, true, 6L)));

    @Test
    void anOutlineHasNoTextAndAllElse() {
        ActiveTurns outline = whole.outline();

        assertThat(outline.textBytes()).isEqualTo(3 * 2);
        assertThat(outline.turns()).isEqualTo(whole.turns());
        assertThat(outline.open().request().options().timeouts()).isEqualTo(TIMEOUTS);
        assertThat(outline.open().request().options().maxAttempts()).isEqualTo(2);
        assertThat(outline.open().withRequest(whole.open().request())).isEqualTo(whole.open());
        assertThat(outline.queue().getLast().wasCancelled()).isTrue();
    }

    @Test
    void anOutlineWithTheStoredTextIsWholeAndKeepsItsTimes() {
        ActiveTurns stored = whole.restored(0);

        assertThat(whole.outline().withTextOf(stored)).isEqualTo(whole);
    }

    private static TurnId turn(int number) {
        return new TurnId(new UUID(1_700_000_000_000L << 16 | 0x7000 | number, 0x8000_0000_0000_0000L));
    }
}
