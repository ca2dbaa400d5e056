package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.stream.shape.Screen.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a turn's text, however it is cut into deltas and attempts, and however it is shown: whatever event a client saw
 * last, it gets exactly the rest from that event's cursor, shown in the same way or in any other.
 */
class ResumeShapedTest {

    private static final int TURNS = 10;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34})
    void fromEveryCursorAClientGetsExactlyTheRestHoweverItIsShown(int seed) {
        for (int i = 0; i < TURNS; i++) {
            Random random = new Random(seed * 1_000L + i);
            String answer = RandomAnswers.next(random);
            LoggedTurn turn = LoggedTurn.random(random, answer);
            ReaderOptions first = random.nextInt(3) == 0
                    ? ReaderOptions.late(shaping(random))
                    : ReaderOptions.whole(shaping(random));
            List<Shown> whole = show(turn, first, null, random);
            assertRest(answer, 0, first.shaping(), whole);
            whole.stream().filter(event -> event.data().has("content")).forEach(
                    event -> assertThat(event.data().path("seq").asLong()).isEqualTo(turn.newestSeq(event.cursor())));
            for (Shown last : whole.subList(0, whole.size() - 1)) {
                Shaping again = shaping(random);
                boolean begun = last.cursor().attempt() == whole.getLast().cursor().attempt();
                List<Shown> rest = show(turn, ReaderOptions.after(last.cursor(), again), last.cursor(), random);
                assertThat(rest.stream().anyMatch(event -> event.type().equals("started"))).isEqualTo(!begun);
                assertRest(answer, begun ? turn.position(last.cursor()) : 0, again, rest);
            }
        }
    }

    /** What a client was shown in the last attempt that has so much of the answer is the rest of it. */
    private static void assertRest(String answer, int has, Shaping shaping, List<Shown> events) {
        assertThat(events.getLast().type()).isEqualTo("done");
        List<String> types = events.stream().map(Shown::type).toList();
        List<Shown> last = events.subList(types.lastIndexOf("started") + 1, events.size());
        String text = last.stream().map(Shown::content).collect(Collectors.joining());
        if (shaping.granularity() != Granularity.JSON) {
            assertThat(types).doesNotContain("item");
            assertThat(text).isEqualTo(answer.substring(has));
            return;
        }
        ParsedArray parsed = ParsedArray.of(answer);
        assertThat(last.stream().filter(event -> event.type().equals("item")).map(ResumeShapedTest::item).toList())
                .as("%s from %s", answer, has)
                .isEqualTo(parsed.elements().stream().filter(element -> element.end() > has).toList());
        assertThat(text).as("%s from %s", answer, has).isEqualTo(answer.substring(Math.max(parsed.textBegins(), has)));
    }

    private static ParsedArray.Element item(Shown event) {
        return new ParsedArray.Element(event.data().path("index").asInt(), event.data().path("item"),
                event.cursor().charsBeyond());
    }

    private static List<Shown> show(LoggedTurn turn, ReaderOptions view, Cursor after, Random random) {
        Screen screen = new Screen();
        Timers timers = new Timers();
        var sink = view.inFrontOf(screen, timers, random.nextBoolean() ? 1 << 16 : 20);
        int joins = random.nextInt(turn.records().size());
        turn.show(sink, view, after, record -> {
            if (random.nextInt(4) == 0) {
                timers.goOff();
            }
            if (turn.records().indexOf(record) >= joins && random.nextInt(4) == 0) {
                sink.caughtUp();
            }
            assertThat(timers.waiting()).isLessThanOrEqualTo(1);
        });
        return screen.events;
    }

    private static Shaping shaping(Random random) {
        Granularity[] all = Granularity.values();
        return new Shaping(random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(50),
                all[random.nextInt(all.length)]);
    }
}
