package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.event.TurnRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemsTest {

    @Test
    void anElementComesAsSoonAsItIsComplete() {
        Screen screen = new Screen();
        var sink = ReaderOptions.whole(new Shaping(Shaping.NONE.throttle(), Granularity.JSON)).inFrontOf(screen,
                new Timers(),
                1 << 16);
        List<TurnRecord> records = LoggedTurn.of("[{\"a\"", ":1}", ", 2", ", \"x", "\"", "]").records();
        int[] itemsAfter = {0, 0, 1, 1, 2, 3, 3, 3};
        for (int i = 0; i < records.size(); i++) {
            sink.event(records.get(i));
            assertThat(screen.types().stream().filter("item"::equals)).as("after %d", i).hasSize(itemsAfter[i]);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', value = {"[] | ''", "[[],{}] | [] {}",
            "[1.10, -0.0, 1E400] | 1.10 -0.0 1E400",
            "[\"]\\\"\\\\\", \"\\u0000\"] | \"]\\\"\\\\\" \"\\u0000\"", "[null,true] | null true",
            "'[ { \"a b\" : [ 1 , 2 ] } ]' | {\"a b\":[1,2]}"})
    void elementsOfAnyTypeComeAsTheyAreWritten(String answer, String items) {
        Screen screen = show(answer);
        assertThat(screen.texts()).isEmpty();
        assertThat(screen.raw.stream().filter(data -> data.contains("\"item\""))
                .map(data -> data.substring(data.indexOf("\"item\":") + 7, data.length() - 1)))
                .containsExactlyElementsOf(items.isEmpty() ? List.of() : List.of(items.split("(?<!a) ")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', value = {"[1, 2 | 1 | ', 2'", "[1,] | 1 | ,]",
            "[1 2] | 1 | ' 2]'",
            "[01] | 0 | [01]", "{\"a\":[1]} | 0 | {\"a\":[1]}", "Sure: [1] | 0 | Sure: [1]",
            "[1] and more | 1 | ' and more'",
            "[{\"a\":1 2}] | 0 | [{\"a\":1 2}]", "[{\"a\":1}, {\"b\" | 1 | ', {\"b\"'", "```[1]``` | 0 | ```[1]```"})
    void fromWhereItIsNoArrayAnAnswerIsText(String answer, int items, String text) {
        Screen screen = show(answer);
        assertThat(screen.types().stream().filter("item"::equals)).hasSize(items);
        assertThat(String.join("", screen.texts())).isEqualTo(text);
    }

    @Test
    void aCodeFenceAndWhiteSpaceAroundTheArrayAreNotShown() {
        Screen screen = show("\n ```json\n[1,\n2]\n```\n");
        assertThat(screen.types()).containsExactly("started", "item", "item", "done");
    }

    private static Screen show(String answer) {
        Screen screen = new Screen();
        var sink = ReaderOptions.whole(new Shaping(Shaping.NONE.throttle(), Granularity.JSON)).inFrontOf(screen,
                new Timers(),
                1 << 16);
        LoggedTurn.of(answer.split("")).records().forEach(sink::event);
        return screen;
    }
}
