package dev.rivulet.gateway.stream.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class NativeFramingTest {

    private final TurnId turn = new TurnIds().next();
    private final NativeFraming<TurnEvent> framing = new NativeFraming<>(StreamKind.NATIVE,
            new CursorEncoder(turn, 4)::encode);
    private final Buffer out = Buffer.buffer();

    @Test
    void anEventIsItsCursorItsTypeAndItsData() {
        framing.append(out, Chunks.turnRecord(41, Chunks.started(2)));
        assertThat(out.toString()).isEqualTo("id: " + new Cursor(turn, 4, 2, 41, 0) + "\nevent: started\n"
                + "data: {\"attempt\":2,\"model\":\"gpt-4o-mini\",\"provider\":\"fake\"}\n\n");
    }

    @Test
    void textCannotEndItsFrame() {
        framing.append(out, Chunks.delta(0, "a\n\ndata: [DONE]\r\n\r\nevent: done \"q\" \u2028 \uD83C\uDF0A"));
        assertThat(out.toString().lines()).hasSize(4);
        assertThat(out.toString()).contains("\\n\\ndata: [DONE]\\r\\n").contains("\u2028 \uD83C\uDF0A")
                .endsWith("\"}\n\n");
    }

    @Test
    void aProblemIsNotATerminalEventAndHasNoId() {
        framing.appendProblem(out, new ProblemException(ProblemCode.CURSOR_EXPIRED, "Gone.", null));
        assertThat(out.toString())
                .isEqualTo("event: problem\ndata: {\"status\":410,\"title\":\"The cursor has expired\","
                        + "\"detail\":\"Gone.\",\"code\":\"cursor_expired\"}\n\n");
    }

    @Test
    void aShutdownTellsTheClientWhenToReconnect() {
        framing.appendShutdown(out, 1_500);
        assertThat(out.toString()).isEqualTo("retry: 1500\n\n");
    }

    @Test
    void aStreamThatCannotGoOnNowSaysWhyInACommentAndWhenToReconnect() {
        framing.appendUnavailable(out, ProblemException.kafkaUnavailable(), 700);
        assertThat(out.toString())
                .isEqualTo(": kafka_unavailable: Kafka does not answer; try again in a moment.\nretry: 700\n\n");
    }
}
