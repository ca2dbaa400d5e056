package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.PartCollector;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A turn with reasoning, text and two interleaved calls, and with a restart in between, joined or resumed at every
 * place: in any shape a client has the same answer in the end.
 */
class ResumePartsTest {

    private static final List<ChunkEvent> TURN = List.of(Chunks.started(1), new Reasoning(1, 0, "lost"),
            new Delta(1, 1, "void"), new ToolCall(1, 2, 0, "c", "f", "{", null), Chunks.started(2),
            new Reasoning(2, 0, "hm, "), new Reasoning(2, 1, "so"), new Reasoning(2, 2, "", "sig"),
            new Delta(2, 3, "One two"), new Delta(2, 4, " three.\nFo"), new Delta(2, 5, "ur"),
            new Reasoning(2, 6, "again"), new Delta(2, 7, " five. "), new ToolCall(2, 8, 0, "c0", "f", "", null),
            new ToolCall(2, 9, 1, "c1", "g", "[1", null), new ToolCall(2, 10, 0, "c0", null, "{}", null),
            new ToolCall(2, 11, 1, "c1", null, "]", null), new ToolCall(2, 12, 0, "c0", null, "", true),
            new ToolCall(2, 13, 1, "c1", null, "", true), Chunks.done(2, 14, "tool_calls", 26));
    private static final Answer WHOLE = new Answer("One two three.\nFour five. ",
            List.of(new AnswerPart.Thought(0, "hm, so", "sig"), new AnswerPart.Thought(19, "again", null),
                    new AnswerPart.Call(26, 0, "c0", "f", "{}", true),
                    new AnswerPart.Call(26, 1, "c1", "g", "[1]", true)));

    private final List<TurnRecord.Shown> records = new ArrayList<>();

    ResumePartsTest() {
        TURN.forEach(event -> records.add(Chunks.turnRecord(100 + 2L * records.size(), event)));
    }

    private record Answer(String text, List<AnswerPart> parts) {}

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JSON")
    void fromEveryCursorTheRestMakesTheAnswerWhole(Granularity granularity) {
        Shaping shaping = new Shaping(Duration.ZERO, granularity);
        for (ReaderOptions options : List.of(ReaderOptions.full(shaping), ReaderOptions.withSnapshot(shaping))) {
            List<RecordingClient.Shown> whole = show(options, -1, new AttemptFilter(), records.size());
            assertThat(answer(whole)).isEqualTo(WHOLE);
            for (int cut = 1; cut < whole.size(); cut++) {
                Cursor cursor = whole.get(cut - 1).cursor();
                TurnRecord.Shown at = records.stream().filter(record -> record.offset() == cursor.offset()).findFirst()
                        .orElseThrow();
                List<RecordingClient.Shown> both = new ArrayList<>(whole.subList(0, cut));
                both.addAll(show(ReaderOptions.after(cursor, shaping), cursor.offset(),
                        new AttemptFilter(at.attempt(), at.nextSeq()), records.size()));
                assertThat(answer(both)).as("cut after %s", cursor).isEqualTo(WHOLE);
            }
        }
    }

    @Test
    void whoJoinsAtAnyTimeHasTheSameAnswer() {
        for (int joins = 0; joins <= records.size(); joins++) {
            assertThat(answer(show(ReaderOptions.withSnapshot(Shaping.NONE), -1, new AttemptFilter(), joins)))
                    .isEqualTo(WHOLE);
        }
    }

    /** @param joins how many records there are when the client comes */
    private List<RecordingClient.Shown> show(ReaderOptions options, long after, AttemptFilter filter, int joins) {
        RecordingClient client = new RecordingClient();
        EventSink<TurnEvent> sink = options.wrap(client, new ManualTimers(), 1 << 16);
        for (int i = 0; i < records.size(); i++) {
            if (i == joins) {
                sink.caughtUp();
            }
            if (records.get(i).offset() > after && filter.show(records.get(i)).isPresent()) {
                sink.event(records.get(i));
            }
        }
        return client.events;
    }

    /** What a client makes of the events. */
    private static Answer answer(List<RecordingClient.Shown> events) {
        StringBuilder text = new StringBuilder();
        PartCollector parts = new PartCollector();
        for (RecordingClient.Shown event : events) {
            byte[] data = Json.write(event.data());
            List<ChunkEvent.Part> pieces = switch (event.type()) {
                case "started" -> {
                    if (Json.read(data, Started.class).continues() == null) {
                        text.setLength(0);
                        parts.clear();
                    }
                    yield List.of();
                }
                case "delta" -> List.of(Json.read(data, Delta.class));
                case "reasoning" -> List.of(Json.read(data, Reasoning.class));
                case "tool-call" -> List.of(Json.read(data, ToolCall.class));
                case "snapshot" -> Json.read(data, Snapshot.class).pieces();
                default -> List.of();
            };
            pieces.forEach(piece -> {
                parts.add(piece);
                if (piece instanceof Delta delta) {
                    text.append(delta.content());
                }
            });
        }
        return new Answer(text.toString(), parts.parts());
    }
}
