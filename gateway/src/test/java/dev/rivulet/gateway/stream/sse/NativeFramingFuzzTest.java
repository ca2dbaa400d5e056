package dev.rivulet.gateway.stream.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.AnyText;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.sse.ParsedEvents;
import dev.rivulet.testkit.sse.SseEvent;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NativeFramingFuzzTest {

    private final TurnId turn = new TurnIds().next();
    private final NativeFraming<TurnEvent> framing = new NativeFraming<>(StreamKind.NATIVE,
            new CursorEncoder(turn, 4)::encode);

    @Property
    void anyTextSplitAnywhereArrivesWithOneEventAndOneCursorForEachDelta(
            @ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts) throws IOException {
        List<String> deltas = AnyText.split(text, cuts);
        Buffer out = Buffer.buffer();
        for (int seq = 0; seq < deltas.size(); seq++) {
            framing.append(out, Chunks.turnRecord(seq + 10, new Delta(1, seq, deltas.get(seq))));
        }
        List<SseEvent> events = ParsedEvents.of(out.toString());
        assertThat(events).hasSameSizeAs(deltas);
        for (int seq = 0; seq < deltas.size(); seq++) {
            SseEvent event = events.get(seq);
            JsonNode data = Json.MAPPER.readTree(event.data());
            assertThat(event.type()).isEqualTo("delta");
            assertThat(data.path("content").asText()).isEqualTo(deltas.get(seq));
            assertThat(Cursor.parse(event.id())).isEqualTo(new Cursor(turn, 4, 1, seq + 10, 0));
        }
    }
}
