package dev.rivulet.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnInputTest {

    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final TurnInput INPUT = new TurnInput(TURN, "p", List.of(Message.user("u")), "m", "s");

    @Test
    void itIsAllOfItsEventsJson() {
        String json = """
                {"turnId":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","prompt":"p",\
                "messages":[{"role":"user","content":"u"}],"model":"m","system":"s"}""";

        assertThat(Json.write(new Queued(INPUT))).asString(StandardCharsets.UTF_8).isEqualTo(json);
        assertThat(Json.write(new TurnPrompt(INPUT))).asString(StandardCharsets.UTF_8).isEqualTo(json);
    }

    @Test
    void withoutTextTheTurnAndItsModelAreLeft() {
        assertThat(Json.write(new Queued(INPUT).withoutText())).asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"turnId\":\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\",\"model\":\"m\"}");
    }

    @Test
    void itsTextIsNotPrinted() {
        assertThat(new TurnPrompt(INPUT).toString()).contains(TURN.toString()).doesNotContain("\"p\"", "=p", "=s",
                "=u");
    }

    @Test
    void aLongTextIsShortenedAndAShortOneIsNot() {
        TurnInput prompt = new TurnInput(TURN, "ab\uD83C\uDF0Ac", null, "m", "system");
        assertThat(prompt.atMost(3)).isEqualTo(new TurnInput(TURN, "ab", null, "m", "sys", true));
        assertThat(prompt.atMost(6)).isSameAs(prompt);
    }

    @Test
    void ofLongMessagesTheNewestStay() {
        List<Message> many = Collections.nCopies(1_000, Message.user("x".repeat(40)));
        TurnInput shorter = new TurnInput(TURN, null, many, "m", null).atMost(100);
        assertThat(shorter.messages()).containsExactly(Message.user("x".repeat(20)), Message.user("x".repeat(40)),
                Message.user("x".repeat(40)));
        assertThat(shorter.shortened()).isTrue();
    }
}
