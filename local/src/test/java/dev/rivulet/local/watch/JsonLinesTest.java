package dev.rivulet.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.client.Chunk;
import dev.rivulet.client.Conversation;
import dev.rivulet.client.SessionEvent;
import dev.rivulet.client.SubmittedTurn;
import dev.rivulet.client.Timings;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnFailure;
import dev.rivulet.client.Usage;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.schemas.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final JsonLines lines = new JsonLines(new PlainScreen(
            new PrintStream(printed, true, StandardCharsets.UTF_8), System.err));

    @Test
    void eachEventIsALineWithItsNameAndFields() {
        assertThat(shown(new SessionEvent.Opening(new Conversation("s", List.of(), true, null,
                List.of(), "c")))).isEqualTo("{\"event\":\"session\",\"sessionId\":\"s\","
                        + "\"turns\":[],\"more\":true,\"queue\":[],\"cursor\":\"c\"}");
        assertThat(shown(new SessionEvent.Asked(new SubmittedTurn("t", "hi", null, "m", null, 0))))
                .startsWith("{\"event\":\"prompt\",\"turnId\":\"t\",\"prompt\":\"hi\",\"model\":\"m\"");
        assertThat(shown(new SessionEvent.TurnChunk("t", new Chunk.Started(1, "m", "p"))))
                .isEqualTo("{\"event\":\"started\",\"turnId\":\"t\",\"attempt\":1,\"model\":\"m\",\"provider\":\"p\"}");
        assertThat(shown(new SessionEvent.TurnChunk("t", new Chunk.Reasoning(1, 1, "hm", "s")))).isEqualTo(
                "{\"event\":\"reasoning\",\"turnId\":\"t\",\"attempt\":1,\"seq\":1,"
                        + "\"content\":\"hm\",\"signature\":\"s\"}");
        assertThat(shown(new SessionEvent.TurnChunk("t", new Chunk.ToolCall(1, 2, 0, "c", null, "{}", true))))
                .isEqualTo("{\"event\":\"tool-call\",\"turnId\":\"t\",\"attempt\":1,\"seq\":2,\"index\":0,"
                        + "\"callId\":\"c\",\"arguments\":\"{}\",\"complete\":true}");
        assertThat(shown(new SessionEvent.TurnChunk("t", new Chunk.Text(1, 4, "a\nb"))))
                .isEqualTo("{\"event\":\"delta\",\"turnId\":\"t\",\"attempt\":1,\"seq\":4,\"content\":\"a\\nb\"}");
        assertThat(shown(new SessionEvent.Ended("t",
                new TurnEnd.Done(1, "stop", new Usage(1, 2, 3), 3, new Timings(0, 1L, 2)))))
                .contains("\"event\":\"done\"", "\"finishReason\":\"stop\"", "\"completionTokens\":2", "\"totalMs\":2");
        assertThat(shown(new SessionEvent.Ended("t", new TurnEnd.Cancelled(1, null, 3, new Timings(0, 1L, 2)))))
                .contains("\"event\":\"done\"", "\"finishReason\":\"cancelled\"");
        TurnFailure failure = new TurnFailure("internal", "m", true, null);
        assertThat(shown(new SessionEvent.Failed("t", failure, null)))
                .isEqualTo("{\"event\":\"error\",\"turnId\":\"t\",\"code\":\"internal\",\"message\":\"m\","
                        + "\"retryable\":true}");
        assertThat(shown(new SessionEvent.Failed("t", failure, new Timings(0, null, 2))))
                .endsWith("\"retryable\":true,\"timings\":{\"queuedMs\":0,\"totalMs\":2}}");
        assertThat(shown(new SessionEvent.Forgotten())).isEqualTo("{\"event\":\"forgotten\"}");
        assertThat(shown(new SessionEvent.Watching(2))).isEqualTo("{\"event\":\"watching\",\"readers\":2}");
    }

    @Test
    void whatATerminalWouldObeyIsEscapedAndNotLost() throws IOException {
        String attack = "\u001b[2J \u009b31m \u007f \u0007 end";
        String line = shown(new SessionEvent.TurnChunk("t", new Chunk.Text(1, 0, attack)));
        assertThat(line.chars().anyMatch(Character::isISOControl)).isFalse();
        JsonNode read = Json.MAPPER.readTree(line);
        assertThat(read.path("content").asText()).isEqualTo(attack);
    }

    private String shown(SessionEvent event) {
        printed.reset();
        lines.show(event);
        String line = printed.toString(StandardCharsets.UTF_8);
        assertThat(line).endsWith("\n").hasLineCount(1);
        return line.substring(0, line.length() - 1);
    }
}
