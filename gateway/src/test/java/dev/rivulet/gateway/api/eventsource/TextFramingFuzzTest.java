package dev.rivulet.gateway.api.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.AnyText;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.ShapedDelta;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.sse.ParsedEvents;
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
        assertThat(text(withoutEnd(stream(AnyText.split(text, cuts))))).isEqualTo(withLineFeeds(text));
    }

    @Property
    void aStreamThatIsCutAfterAnyEventAndResumedArrivesTheSame(@ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts, @ForAll @IntRange(max = 20) int cut) {
        List<String> deltas = AnyText.split(text, cuts);
        List<SseEvent> all = withoutEnd(stream(deltas));
        List<SseEvent> seen = all.subList(0, Math.min(cut, all.size()));
        assertThat(text(seen) + text(withoutEnd(resumed(deltas, seen)))).isEqualTo(withLineFeeds(text));
    }

    @Property
    void noTextNamesAnEventOrSetsACursor(@ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts) {
        assertThat(stream(AnyText.split(text, cuts))).allMatch(event -> event.type().equals("message"))
                .allMatch(event -> Cursor.parse(event.id()).turn().equals(turn));
    }

    /** The whole stream: the attempt's start at offset 0, the deltas from 1 on, and the end. */
    private List<SseEvent> stream(List<String> deltas) {
        return events(new TextFraming(new CursorEncoder(turn, 0)), deltas, Cursor.beforeFirstEvent(turn, 0));
    }

    /** What follows if a client that has seen these events comes back. */
    private List<SseEvent> resumed(List<String> deltas, List<SseEvent> seen) {
        Cursor cursor = seen.isEmpty() ? Cursor.beforeFirstEvent(turn, 0) : Cursor.parse(seen.getLast().id());
        return events(new TextFraming(new CursorEncoder(turn, 0), cursor), deltas, cursor);
    }

    private static List<SseEvent> events(TextFraming framing, List<String> deltas, Cursor from) {
        Buffer out = Buffer.buffer();
        framing.appendPreamble(out);
        if (from.isBeforeFirstEvent()) {
            framing.append(out, Chunks.turnRecord(0, Chunks.started(1)));
        }
        int skip = from.charsBeyond();
        for (int offset = 1; offset <= deltas.size(); offset++) {
            String text = deltas.get(offset - 1);
            if (from.isBeforeFirstEvent() || offset > from.offset()) {
                int skipped = Math.min(skip, text.length());
                skip -= skipped;
                framing.append(out, skipped == 0
                        ? Chunks.delta(offset, text)
                        : new ShapedDelta(offset, 0, new Delta(1, offset, text.substring(skipped))));
            }
        }
        framing.append(out, Chunks.turnRecord(deltas.size() + 1, Chunks.done(1, deltas.size(), "stop", 0)));
        return ParsedEvents.of(out.toString());
    }

    private static List<SseEvent> withoutEnd(List<SseEvent> events) {
        assertThat(events.getLast().data()).isEqualTo("[DONE]");
        return events.subList(0, events.size() - 1);
    }

    private static String text(List<SseEvent> events) {
        return events.stream().map(SseEvent::data).collect(Collectors.joining());
    }

    private static String withLineFeeds(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }
}
