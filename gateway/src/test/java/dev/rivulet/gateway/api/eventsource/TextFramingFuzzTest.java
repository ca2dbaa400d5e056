package dev.rivulet.gateway.api.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.AnyText;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.ParsedEvents;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.sse.SseEvent;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TextFramingFuzzTest {

    private final TurnId turn = new TurnIds().next();

    @Property
    void anyTextSplitAnywhereArrivesWithItsLineBreaksAsLineFeeds(@ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts) {
        assertThat(received(AnyText.split(text, cuts))).isEqualTo(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** Without carriage returns: the framing does not know one that ended the text before the cursor. */
    @Property
    void aStreamThatIsCutBetweenDeltasAndResumedArrivesTheSame(@ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts, @ForAll @IntRange(max = 20) int cut) {
        List<String> deltas = AnyText.split(text.replace("\r", ""), cuts);
        int seen = Math.min(cut, deltas.size());
        String resumed = received(deltas.subList(0, seen)) + events(deltas.subList(seen, deltas.size()), true).stream()
                .map(SseEvent::data).collect(Collectors.joining());
        assertThat(resumed).isEqualTo(received(deltas));
    }

    @Property
    void noTextNamesAnEventOrSetsACursor(@ForAll(supplier = AnyText.Texts.class) String text) {
        assertThat(events(AnyText.split(text, List.of()), false)).allMatch(event -> event.type().equals("message"))
                .allMatch(event -> event.id().length() == new CursorEncoder(turn, 0).encode(1, 1, 0).length);
    }

    private String received(List<String> deltas) {
        return events(deltas, false).stream().map(SseEvent::data).collect(Collectors.joining());
    }

    private List<SseEvent> events(List<String> deltas, boolean resumed) {
        TextFraming framing = new TextFraming(new CursorEncoder(turn, 0), resumed);
        Buffer out = Buffer.buffer();
        framing.appendPreamble(out);
        for (int seq = 0; seq < deltas.size(); seq++) {
            framing.append(out, Chunks.turnRecord(seq, new Delta(1, seq, deltas.get(seq))));
        }
        return ParsedEvents.of(out.toString());
    }
}
