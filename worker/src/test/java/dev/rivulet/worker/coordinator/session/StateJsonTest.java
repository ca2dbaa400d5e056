package dev.rivulet.worker.coordinator.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the state stores hold comes back as it was. */
class StateJsonTest {

    private final SessionScript session = new SessionScript();

    @Test
    void openAndQueuedTurns() {
        session.prompt("open \u2028 \uD83E\uDD80", new TurnOptions("m", 7, 0.5, "sys", WhenBusy.ENQUEUE,
                OnInterruption.FAIL, OnDisconnect.CANCEL));
        session.messages(List.of(Message.system("s"), Message.user("u")), TurnOptions.NONE);
        session.cancel(session.open());

        // But for when they were read, which means nothing to the next coordinator.
        ActiveTurns turns = session.session.active();
        assertThat(Json.read(Json.write(turns), ActiveTurns.class).restored(session.now)).isEqualTo(turns);
        assertThat(new String(Json.write(turns), UTF_8)).doesNotContain("readAt");
    }

    @Test
    void anIdleSession() {
        assertComesBack(Session.NEW.active());
        assertComesBack(Session.NEW.conversation());
    }

    @Test
    void aConversationWithDoneAndFailedTurnsAndEarlyCancels() {
        session.prompt("1", new TurnOptions(null, null, null, "sys", null, null, null));
        session.answer("a\n\"b\"");
        session.prompt("2");
        session.end(Outcome.failed(ErrorCode.INTERNAL, "m"), "");
        session.cancel(session.mint());

        assertThat(session.session.conversation().ended()).hasSize(2);
        assertComesBack(session.session.conversation());
    }

    @Test
    void aForgottenSession() {
        session.prompt("1");
        session.prompt("2");
        session.forget();

        assertThat(session.session.conversation().forgettings()).hasSize(1);
        assertComesBack(session.session.conversation());
    }

    private static void assertComesBack(Object state) {
        assertThat(Json.read(Json.write(state), state.getClass())).isEqualTo(state);
    }
}
