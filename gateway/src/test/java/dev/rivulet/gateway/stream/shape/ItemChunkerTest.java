package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.event.TurnRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemChunkerTest {

    @Test
    void anElementIsShownWhenItIsComplete() {
        RecordingClient client = new RecordingClient();
        var sink = ReaderOptions.full(new Shaping(Shaping.NONE.throttle(), Granularity.JSON)).wrap(client,
                new ManualTimers(),
                1 << 16);
        List<TurnRecord.Shown> records = LoggedTurn.of("[{\"a\"", ":1}", ", 2", ", \"x", "\"", "]").records();
        int[] itemsAfter = {0, 0, 1, 1, 2, 3, 3, 3};
        for (int i = 0; i < records.size(); i++) {
            sink.event(records.get(i));
            assertThat(client.types().stream().filter("item"::equals)).as("after %d", i).hasSize(itemsAfter[i]);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', value = {"[] | ''", "[[],{}] | [] {}",
            "[1.10, -0.0, 1E400] | 1.10 -0.0 1E400",
            "[\"]\\\"\\\\\", \"\\u0000\"] | \"]\\\"\\\\\" \"\\u0000\"", "[null,true] | null true",
            "'[ { \"a b\" : [ 1 , 2 ] } ]' | {\"a b\":[1,2]}"})
    void elementsOfAnyTypeAreShownAsTheyAreWritten(String answer, String items) {
        RecordingClient client = show(answer);
        assertThat(client.texts()).isEmpty();
        assertThat(client.raw.stream().filter(data -> data.contains("\"item\""))
                .map(data -> data.substring(data.indexOf("\"item\":") + 7, data.length() - 1)))
                .containsExactlyElementsOf(items.isEmpty() ? List.of() : List.of(items.split("(?<!a) ")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', value = {"[1, 2 | 1 | ', 2'", "[1,] | 1 | ,]",
            "[1 2] | 1 | ' 2]'",
            "[01] | 0 | [01]", "{\"a\":1,\"b\":2 | 1 | ',\"b\":2'", "{\"a\":1,} | 1 | ,}", "{a:1} | 0 | {a:1}",
            "{\"a\":1 \"b\":2} | 1 | ' \"b\":2}'", "{\"a\",1} | 0 | {\"a\",1}", "{\"\t\":1} | 0 | {\"\t\":1}",
            "{\"a\":1}{\"b\":2} | 1 | '{\"b\":2}'", "Sure: [1] | 0 | Sure: [1]",
            "[1] and more | 1 | ' and more'",
            "[{\"a\":1 2}] | 0 | [{\"a\":1 2}]", "[{\"a\":1}, {\"b\" | 1 | ', {\"b\"'", "```[1]``` | 0 | ```[1]```"})
    void fromWhereItIsNeitherArrayNorObjectAnAnswerIsText(String answer, int items, String text) {
        RecordingClient client = show(answer);
        assertThat(client.types().stream().filter("item"::equals)).hasSize(items);
        assertThat(String.join("", client.texts())).isEqualTo(text);
    }

    @Test
    void aMemberOfAnObjectIsShownWithItsNameWhenItIsComplete() {
        RecordingClient client = new RecordingClient();
        var sink = ReaderOptions.full(new Shaping(Shaping.NONE.throttle(), Granularity.JSON)).wrap(client,
                new ManualTimers(), 1 << 16);
        List<TurnRecord.Shown> records = LoggedTurn
                .of("{\"na", "me\": \"Dan", "ube\"", ",\"\\\"}\":", "{\"a\" : [1]}", ", \"km\":28", "50", " }")
                .records();
        int[] itemsAfter = {0, 0, 0, 1, 1, 2, 2, 2, 3, 3};
        for (int i = 0; i < records.size(); i++) {
            sink.event(records.get(i));
            assertThat(client.types().stream().filter("item"::equals)).as("after %d", i).hasSize(itemsAfter[i]);
        }
        assertThat(client.raw).contains("{\"attempt\":1,\"index\":0,\"name\":\"name\",\"item\":\"Danube\"}",
                "{\"attempt\":1,\"index\":1,\"name\":\"\\\"}\",\"item\":{\"a\":[1]}}",
                "{\"attempt\":1,\"index\":2,\"name\":\"km\",\"item\":2850}");
        assertThat(client.texts()).isEmpty();
    }

    @Test
    void anEmptyObjectHasNoMembersAndIsNoText() {
        assertThat(show("```json\n{ }\n```").types()).containsExactly("started", "done");
    }

    @Test
    void fromAnElementOnThatIsTooLargeAnAnswerIsTextFromAnyCursor() {
        String large = "\"" + "x".repeat(2_000) + "\"";
        LoggedTurn turn = LoggedTurn.of(("[1," + large + ",2]").split("(?<=\\G.{7})"));
        ReaderOptions options = ReaderOptions.full(new Shaping(Shaping.NONE.throttle(), Granularity.JSON));
        RecordingClient client = new RecordingClient();
        turn.show(options.wrap(client, new ManualTimers(), 1_000), options, null, record -> {});
        assertThat(client.types().stream().filter("item"::equals)).hasSize(1);
        assertThat(String.join("", client.texts())).isEqualTo("," + large + ",2]");

        for (int seen = 1; seen < client.events.size(); seen++) {
            ReaderOptions after = ReaderOptions.after(client.events.get(seen - 1).cursor(), options.shaping());
            RecordingClient again = new RecordingClient();
            turn.show(after.wrap(again, new ManualTimers(), 1_000), after, client.events.get(seen - 1).cursor(),
                    record -> {});
            assertThat(again.raw).isEqualTo(client.raw.subList(seen, client.raw.size()));
        }
    }

    @Test
    void aCodeFenceAndWhiteSpaceAroundTheArrayAreNotShown() {
        RecordingClient client = show("\n ```json\n[1,\n2]\n```\n");
        assertThat(client.types()).containsExactly("started", "item", "item", "done");
    }

    private static RecordingClient show(String answer) {
        RecordingClient client = new RecordingClient();
        var sink = ReaderOptions.full(new Shaping(Shaping.NONE.throttle(), Granularity.JSON)).wrap(client,
                new ManualTimers(),
                1 << 16);
        LoggedTurn.of(answer.split("")).records().forEach(sink::event);
        return client;
    }
}
