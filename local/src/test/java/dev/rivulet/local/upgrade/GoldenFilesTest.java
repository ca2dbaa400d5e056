package dev.rivulet.local.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What versions of Rivulet wrote stays readable, and what this one writes changes only on purpose: with a file in
 * {@code golden} for the next version, which has the kinds that changed or came. Files of released versions are never
 * changed.
 */
class GoldenFilesTest {

    @ParameterizedTest
    @MethodSource("dev.rivulet.local.upgrade.GoldenLine#all")
    void whatEveryVersionWroteIsRead(GoldenLine line) {
        assertThat(line.read()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("dev.rivulet.local.upgrade.WireKind#all")
    void thisVersionWritesWhatTheNewestFileSays(WireKind kind) {
        List<GoldenLine> lines = GoldenLine.newestOf(kind);
        assertThat(lines).as("lines of %s in the golden files", kind).isNotEmpty();
        for (GoldenLine line : lines) {
            assertThat(kind.write(line.read())).isEqualTo(line.text());
        }
    }

    /** The parts that came with 0.3 are not in what has none. */
    @ParameterizedTest
    @MethodSource("ofText")
    void whatSaysOnlyTextIsWrittenByteForByteAsBeforeThereWereParts(GoldenLine line) {
        assertThat(line.kind().write(line.read())).isEqualTo(line.text());
    }

    static Stream<GoldenLine> ofText() {
        return GoldenLine.all().stream()
                .filter(line -> line.version().equals("0.2") || line.kind().name().equals("Delta"))
                .filter(line -> Set.of("Started", "Delta", "Done", "TurnError", "TurnFinished", "Conversation")
                        .contains(line.kind().name()));
    }

    /** A field, a value of a choice or a nested type that comes new is seen here. */
    @ParameterizedTest
    @MethodSource("dev.rivulet.local.upgrade.WireKind#all")
    void theNewestFileHasEveryFieldAndChoiceAtLeastOnce(WireKind kind) {
        assertThat(GoldenLine.newestOf(kind).stream().map(GoldenLine::read).flatMap(WireParts::of)
                .collect(Collectors.toSet())).containsAll(WireParts.possible(kind.type()));
    }
}
