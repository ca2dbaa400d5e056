package dev.rivulet.worker.coordinator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import java.nio.charset.StandardCharsets;
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
        assertThat(json(turns)).doesNotContain("readAt");
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

    /** Workers of other versions read what this one stored. */
    @Test
    void theStoredFormIsTheSameByteForByte() {
        TurnId turn = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
        PromptRequested request = PromptRequested.ofPrompt(SessionScript.SESSION, turn, "hi", TurnOptions.NONE);
        Timings timings = new Timings(1, 2L, 3);

        assertThat(json(new ActiveTurns(new OpenTurn(request, 2, "w-1", "term-1", 1, 5L, true, 6L),
                List.of(new WaitingTurn(request, 1, 7L))))).isEqualTo("""
                        {"open":{"request":{"type":"PromptRequested","sessionId":"s-1",\
                        "turnId":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","prompt":"hi","options":{}},"attempt":2,\
                        "owner":"w-1","term":"term-1","starts":1,"claimedAt":5,"cancelRequested":true},\
                        "queue":[{"request":{"type":"PromptRequested","sessionId":"s-1",\
                        "turnId":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","prompt":"hi","options":{}},"claimed":1}]}""");
        assertThat(json(new ActiveTurns(new OpenTurn(request, 1, "w-1", "term-1", 0, null, false, null), List.of())))
                .isEqualTo("""
                        {"open":{"request":{"type":"PromptRequested","sessionId":"s-1",\
                        "turnId":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","prompt":"hi","options":{}},"attempt":1,\
                        "owner":"w-1","term":"term-1","starts":0,"cancelRequested":false},"queue":[]}""");
        assertThat(json(new Conversation("sys", List.of(Message.user("u"), Message.assistant("a")),
                List.of(new EndedTurn(turn, new Done(1, 2, "stop", null, 3, timings), 4),
                        new EndedTurn(turn, new TurnError(1, 2, "internal", "m", true, 3), 4)),
                List.of(turn), List.of(new AcceptedKey("key/k", turn, turn, "d", 6)),
                List.of(new AppliedForget(turn, List.of(turn))), 7))).isEqualTo("""
                        {"system":"sys","messages":[{"role":"user","content":"u"},{"role":"assistant",\
                        "content":"a"}],"ended":[{"turn":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f",\
                        "terminal":{"type":"done","attempt":1,"seq":2,"finishReason":"stop","length":3,\
                        "timings":{"queuedMs":1,"firstTokenMs":2,"totalMs":3}},"at":4},\
                        {"turn":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","terminal":{"type":"error","attempt":1,\
                        "seq":2,"code":"internal","message":"m","retryable":true,"length":3},"at":4}],\
                        "cancelledEarly":["017f22e2-79b0-7cc3-98c4-dc0c0c07398f"],"keys":[{"name":"key/k",\
                        "request":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f",\
                        "turn":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","digest":"d","at":6}],\
                        "forgettings":[{"request":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f",\
                        "turns":["017f22e2-79b0-7cc3-98c4-dc0c0c07398f"]}],"touchedAt":7}""");
        assertThat(json(Conversation.EMPTY)).isEqualTo("""
                {"messages":[],"ended":[],"cancelledEarly":[],"keys":[],"forgettings":[],"touchedAt":0}""");
    }

    private static String json(Object state) {
        return new String(Json.write(state), StandardCharsets.UTF_8);
    }

    private static void assertComesBack(Object state) {
        assertThat(Json.read(Json.write(state), state.getClass())).isEqualTo(state);
    }
}
