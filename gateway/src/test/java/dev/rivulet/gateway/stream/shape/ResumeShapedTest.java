package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.stream.shape.RecordingClient.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From the cursor of any event a client gets exactly the rest of the turn, in the same shape or any other, whatever the
 * text and however it is split into deltas and attempts.
 */
class ResumeShapedTest {

    private static final int TURNS = 10;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34})
    void fromEveryCursorAClientGetsExactlyTheRestInAnyShape(int seed) {
        for (int i = 0; i < TURNS; i++) {
            Random random = new Random(seed * 1_000L + i);
            String answer = RandomAnswers.next(random);
            LoggedTurn turn = LoggedTurn.random(random, answer);
            ReaderOptions first = random.nextInt(3) == 0
                    ? ReaderOptions.withSnapshot(shaping(random))
                    : ReaderOptions.full(shaping(random));
            List<Shown> whole = show(turn, first, null, random);
            assertRest(answer, 0, first.shaping(), whole);
            whole.stream().filter(event -> event.data().has("content")).forEach(
                    event -> assertThat(event.data().path("seq").asLong()).isEqualTo(turn.newestSeq(event.cursor())));
            for (Shown last : whole.subList(0, whole.size() - 1)) {
                Shaping again = shaping(random);
                boolean begun = turn.hasBegun(last.cursor().attempt());
                List<Shown> rest = show(turn, ReaderOptions.after(last.cursor(), again), last.cursor(), random);
                assertThat(rest.stream().anyMatch(ResumeShapedTest::begins)).isEqualTo(!begun);
                assertRest(answer, begun ? turn.position(last.cursor()) : 0, again, rest);
            }
        }
    }

    /** Asserts that a client which has seen so much of the answer was shown the rest in the last attempt. */
    private static void assertRest(String answer, int has, Shaping shaping, List<Shown> events) {
        assertThat(events.getLast().type()).isEqualTo("done");
        List<String> types = events.stream().map(Shown::type).toList();
        List<Shown> last = events
                .subList(events.stream().filter(ResumeShapedTest::begins).reduce((earlier, later) -> later)
                        .map(begin -> events.lastIndexOf(begin) + 1).orElse(0), events.size());
        String text = last.stream().map(Shown::content).collect(Collectors.joining());
        if (shaping.granularity() != Granularity.JSON) {
            assertThat(types).doesNotContain("item");
            assertThat(text).isEqualTo(answer.substring(has));
            return;
        }
        ParsedJson parsed = ParsedJson.of(answer);
        assertThat(last.stream().filter(event -> event.type().equals("item")).map(ResumeShapedTest::item).toList())
                .as("%s from %s", answer, has)
                .isEqualTo(parsed.elements().stream().filter(element -> element.end() > has).toList());
        assertThat(text).as("%s from %s", answer, has).isEqualTo(answer.substring(Math.max(parsed.textBegins(), has)));
    }

    /** Returns whether an event voids the text before it. */
    private static boolean begins(Shown event) {
        return event.type().equals("started") && !event.data().has("continues");
    }

    private static ParsedJson.Element item(Shown event) {
        return new ParsedJson.Element(event.data().path("index").asInt(), event.data().path("name").textValue(),
                event.data().path("item"), event.cursor().charsBeyond());
    }

    private static List<Shown> show(LoggedTurn turn, ReaderOptions options, Cursor after, Random random) {
        RecordingClient client = new RecordingClient();
        ManualTimers timers = new ManualTimers();
        // What does not fit is text: see ItemChunkerTest.
        boolean roomy = options.shaping().granularity() == Granularity.JSON || random.nextBoolean();
        var sink = options.wrap(client, timers, roomy ? 1 << 16 : 20);
        long joins = turn.records().get(random.nextInt(turn.records().size())).offset();
        turn.show(sink, options, after, record -> {
            if (random.nextInt(4) == 0) {
                timers.goOff();
            }
            if (record.offset() >= joins && random.nextInt(4) == 0) {
                sink.caughtUp();
            }
            assertThat(timers.waiting()).isLessThanOrEqualTo(1);
        });
        return client.events;
    }

    private static Shaping shaping(Random random) {
        Granularity[] all = Granularity.values();
        return new Shaping(random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(50),
                all[random.nextInt(all.length)]);
    }
}
