package dev.rivulet.gateway.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventFramesTest {

    private static final TurnId TURN = TurnId.parse("01a2048a-a6b1-7261-9de7-50d983ee366e");
    private static final TurnId OTHER = TurnId.parse("01a2048a-a6b1-7261-9de7-50d983ee366f");

    private final EventFrames frames = new EventFrames(Principal.ANONYMOUS.session("s~1"));

    @Test
    void theDataIsInsertedUnchanged() {
        byte[] data = "{ \"attempt\":1, \"odd\" : [1.0e2] }".getBytes(StandardCharsets.US_ASCII);
        assertThat(frames.frame(ShownType.STARTED, TURN, ascii("cursor"), data))
                .isEqualTo("{\"type\":\"started\",\"session\":\"s~1\",\"turn\":\"" + TURN
                        + "\",\"cursor\":\"cursor\",\"data\":{ \"attempt\":1, \"odd\" : [1.0e2] }}");
    }

    @Test
    void anyTextSurvives() throws Exception {
        String text = "quote \" back\\slash \n \u2028 \uD83C\uDF0A 河 \u0000";
        String frame = frames.frame(ShownType.DELTA, TURN, ascii("c"), Json.write(new Delta(1, 7, text)));
        assertThat(Json.MAPPER.readTree(frame).path("data").path("content").asText()).isEqualTo(text);
    }

    @Test
    void eachEventNamesItsTurnAndHasACursorOnlyIfAReaderCanContinueThere() {
        assertThat(frames.frame(ShownType.SESSION, null, null, ascii("{}")))
                .isEqualTo("{\"type\":\"session\",\"session\":\"s~1\",\"data\":{}}");
        assertThat(frames.frame(ShownType.PROMPT, TURN, ascii("1"), ascii("{}"))).contains("\"turn\":\"" + TURN);
        assertThat(frames.frame(ShownType.QUEUED, OTHER, ascii("2"), ascii("{}"))).contains("\"turn\":\"" + OTHER)
                .doesNotContain(TURN.toString());
        assertThat(frames.frame(ShownType.FORGOTTEN, null, ascii("3"), ascii("{}"))).doesNotContain("turn");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
