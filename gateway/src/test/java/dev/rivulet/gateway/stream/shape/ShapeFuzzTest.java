package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.AnyText;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The same as {@link ResumeShapedTest} and {@link ItemChunkerTest} for texts that no model writes. */
class ShapeFuzzTest {

    @Property
    void anyTextSplitAnywhereIsTheSameInEveryShape(@ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts,
            @ForAll Granularity granularity) {
        if (granularity != Granularity.JSON) {
            RecordingClient client = show(granularity, AnyText.split(text, cuts));
            assertThat(String.join("", client.texts())).isEqualTo(text);
        }
    }

    /** Units that are complete together are one event; so those of a coarse split are sums of those of the finest. */
    @Property
    void aUnitEndsAtTheSamePlacesWhereverTheTextIsSplit(@ForAll(supplier = AnyText.Texts.class) String text,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts, @ForAll Granularity granularity) {
        if (granularity != Granularity.JSON && granularity != Granularity.TOKEN) {
            List<Integer> all = IntStream.range(1, Math.max(1, text.length())).boxed().toList();
            assertThat(ends(show(granularity, AnyText.split(text, all))))
                    .containsAll(ends(show(granularity, AnyText.split(text, cuts))));
        }
    }

    @Property
    void anyAnswerSplitAnywhereHasTheElementsThatAParserOfTheWholeFinds(@ForAll("answers") String answer,
            @ForAll(supplier = AnyText.Cuts.class) List<Integer> cuts) {
        RecordingClient client = show(Granularity.JSON, AnyText.split(answer, cuts));
        ParsedJson parsed = ParsedJson.of(answer);
        List<JsonNode> items = client.events.stream().filter(event -> event.type().equals("item"))
                .map(event -> event.data().path("item")).toList();
        assertThat(items).as("%s", answer).isEqualTo(parsed.elements().stream().map(ParsedJson.Element::value)
                .toList());
        assertThat(client.events.stream().filter(event -> event.type().equals("item"))
                .map(event -> event.data().path("name").textValue()).toList()).as("%s", answer)
                .isEqualTo(parsed.elements().stream().map(ParsedJson.Element::name).toList());
        assertThat(String.join("", client.texts())).as("%s", answer)
                .isEqualTo(answer.substring(parsed.textBegins()));
    }

    private static Set<Integer> ends(RecordingClient client) {
        Set<Integer> ends = new TreeSet<>();
        int end = 0;
        for (String unit : client.texts()) {
            end += unit.length();
            ends.add(end);
        }
        return ends;
    }

    private static RecordingClient show(Granularity granularity, List<String> deltas) {
        RecordingClient client = new RecordingClient();
        var sink = ReaderOptions.full(new Shaping(Duration.ZERO, granularity)).wrap(client, new ManualTimers(),
                1 << 16);
        LoggedTurn.of(deltas.toArray(String[]::new)).records().forEach(sink::event);
        return client;
    }

    /** Arrays, whole and cut, of values that are right and wrong; and any other text. */
    @Provide
    Arbitrary<String> answers() {
        Arbitrary<String> leaf = Arbitraries.of("1", "-0.0", "1E400", "01", "true", "nul", "null", "\"\"",
                "\"]\\\"\\\\\"", "\"\\u0000\"", "\"\\ud83c\\udf0a\"", "\"\uD83C\uDF0A\"", "\"a\\\"", "x", "", "\"\t\"",
                "1 2", "-", "'a'", "NaN", "/*c*/1");
        Arbitrary<String> values = Arbitraries.recursive(() -> leaf,
                inner -> Arbitraries.oneOf(leaf,
                        inner.list().ofMaxSize(3).map(all -> "[" + String.join(", ", all) + "]"),
                        inner.list().ofMaxSize(3).map(all -> "{\"k]\":" + String.join(",\"\":", all) + "}")),
                0, 3);
        Arbitrary<String> arrays = Combinators.combine(Arbitraries.of("", " ", "\n", "```json\n", "```\n", "``", "a"),
                values.list().ofMaxSize(5), Arbitraries.of("", " ", "\n```", "```", "\n```\n", ",", "]", "x"))
                .as((before, all, after) -> before + "[" + String.join(" ,\n", all) + "]" + after);
        Arbitrary<String> objects = Combinators.combine(Arbitraries.of("", " ", "```json\n"),
                Combinators
                        .combine(
                                Arbitraries.of("\"a\"", "\"\"", "\"\\\"}\"", "\"\\u0041\\\\\"", "a", "\"\t\"", "1", ""),
                                Arbitraries.of(":", " : ", "", ",", "::"), values)
                        .as((name, colon, value) -> name + colon + value)
                        .list().ofMaxSize(4),
                Arbitraries.of("", " ", "\n```\n", ",", "}", "x"))
                .as((before, all, after) -> before + "{" + String.join(",\n ", all) + "}" + after);
        Arbitrary<String> cut = Combinators
                .combine(Arbitraries.oneOf(arrays, objects), Arbitraries.integers().between(0, 200))
                .as((whole, at) -> String.join("", AnyText.split(whole, List.of(at)).stream().limit(1).toList()));
        return Arbitraries.oneOf(List.of(arrays, arrays, objects, cut, AnyText.texts()));
    }
}
