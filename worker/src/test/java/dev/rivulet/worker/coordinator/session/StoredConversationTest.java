package dev.rivulet.worker.coordinator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long the state of a session is kept, by what is in it. */
class StoredConversationTest {

    private static final Duration DAYS = Duration.ofDays(30);
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration SHORT = Duration.ofMinutes(10);

    private final SessionScript session = new SessionScript();

    @Test
    void aConversationIsKeptForItsRetention() {
        session.prompt("1");
        session.answer("a");

        assertKept(DAYS);
    }

    @Test
    void aSessionWithASystemPromptAloneToo() {
        session.prompt("1", new TurnOptions(null, null, null, "be brief", null, null, null));
        session.end(Outcome.failed(ErrorCode.RATE_LIMITED, "no"), "");

        assertKept(DAYS);
    }

    @Test
    void cancelsOfTurnsThatNeverCameAreKeptShortly() {
        session.cancel(session.mint());

        assertKept(SHORT);
    }

    @Test
    void aForgottenSessionIsKeptShortly() {
        session.prompt("1");
        session.answer("a");
        session.forget();

        assertKept(SHORT);
    }

    @Test
    void ofATurnWithoutALaterOneOnlyIdsAreKeptShortly() {
        session.send(new PromptRequested(SessionScript.SESSION, session.mint(), "1", null,
                new TurnOptions(null, null, null, "be brief", null, null, null), null, true));
        assertThat(session.lastJob().messages()).containsExactly(Message.system("be brief"), Message.user("1"));
        session.answer("secret");

        assertThat(new String(Json.write(session.session.conversation()))).doesNotContain("secret", "brief\"");
        assertKept(SHORT);
    }

    @Test
    void itsIdempotencyKeyIsKeptAsLongAsItCounts() {
        session.send(new PromptRequested(SessionScript.SESSION, session.mint(), "1", null, null,
                new Idempotency(session.mint(), "k", "d"), true));
        session.answer("a");

        assertKept(WINDOW);
    }

    @Test
    void textThatLooksLikeTheFieldsIsNone() {
        session.prompt("\"touchedAt\":5,\"kept\":\"ids\"}");
        session.answer("\"kept\":\"ids\"");

        assertKept(DAYS);
    }

    @Test
    void stateOfEarlierVersionsIsKeptLikeAConversation() {
        byte[] json = ("{\"messages\":[],\"ended\":[],\"cancelledEarly\":[],\"touchedAt\":" + session.now + "}")
                .getBytes();

        assertKept(json, DAYS);
    }

    private void assertKept(Duration time) {
        assertKept(Json.write(session.session.conversation()), time);
    }

    private void assertKept(byte[] json, Duration time) {
        StoredConversation.Retention retention = new StoredConversation.Retention(DAYS, WINDOW, SHORT, DAYS);
        assertThat(List.of(StoredConversation.isExpired(json, retention, session.now + time.toMillis()),
                StoredConversation.isExpired(json, retention, session.now + time.toMillis() + 1)))
                .containsExactly(false, true);
    }
}
