package dev.rivulet.gateway.stream.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.ShapedDelta;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    void theTimestampOfItsRecordIsTheFirstFieldOfTheDataOfWhoeverAsksForIt() {
        NativeFraming<TurnEvent> timed = new NativeFraming<>(StreamKind.NATIVE, true, event -> new byte[]{'c'});
        timed.append(out, Chunks.turnRecord(41, new Delta(1, 7, "a")));
        assertThat(out.toString()).isEqualTo("id: c\nevent: delta\ndata: {\"timestamp\":" + Chunks.TIMESTAMP
                + ",\"attempt\":1,\"seq\":7,\"content\":\"a\"}\n\n");
    }

    @Test
    void whatIsNoRecordOrNoObjectHasNoTimestamp() {
        NativeFraming<TurnEvent> timed = new NativeFraming<>(StreamKind.NATIVE, true, event -> new byte[]{'c'});
        ShapedDelta joined = new ShapedDelta(41, 0, new Delta(1, 7, "a"));
        timed.append(out, joined);
        framing.append(out, joined);
        assertThat(out.toString()).doesNotContain("timestamp");
        ChunkHeaders headers = new ChunkHeaders(turn, EventType.DELTA, 1);
        for (String hostile : List.of("{}", "{", "", "[1]", "{ \"attempt\":1}")) {
            Buffer one = Buffer.buffer();
            timed.append(one, (TurnEvent) ChunkRecord.of(1, 5, headers, hostile.getBytes(StandardCharsets.US_ASCII)));
            assertThat(one.toString()).isEqualTo("id: c\nevent: delta\ndata: " + hostile + "\n\n");
        }
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
