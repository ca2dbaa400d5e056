package dev.rivulet.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every feature has its row, and every row an example and a test that there are. */
class FeaturesTest {

    private static final Path ROOT = Path.of("..");
    /** What was promised: the first column, in its order. */
    private static final List<String> PROMISED = List.of("execute a prompt, read chunks until the end",
            "execute with a session id (\"continue our conversation\")",
            "accumulate; use the final content, its length",
            "throttle updates (50 ms)", "parse items line by line as they arrive",
            "SSE handler: headers, flush, `data: [DONE]`, `event: error`, 400 on a missing prompt", "WebSocket handler",
            "cancel after 10 chunks", "time-out of a stream, told apart from other errors",
            "partial answer kept on error", "start and mid-stream retries with back-off", "non-streaming execution",
            "provider with model, max tokens, temperature",
            "long delay between chunks; `Next()` blocks for ever; stream ends early",
            "always close; handle the end; flush");
    private static final Pattern EXAMPLE = Pattern.compile("`(\\w+\\.(?:java|sh))`");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT)\\.\\w+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

    /** Of all modules, by file name. */
    private static Map<String, List<Path>> sources;

    @BeforeAll
    static void find() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 20, (file, attributes) -> attributes.isRegularFile()
                && EXAMPLE.matcher("`" + file.getFileName() + "`").matches() && !inBuild(file))) {
            sources = files.collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        }
    }

    @Test
    void noFeatureIsMissing() throws IOException {
        assertThat(rows().stream().filter(cells -> cells.size() == 4).map(List::getFirst)).isEqualTo(PROMISED);
    }

    @Test
    void everyRowNamesAnExampleAndATest() throws IOException {
        assertThat(rows()).allSatisfy(cells -> {
            assertThat(names(EXAMPLE, cells.get(cells.size() - 2)).size()
                    + names(LINK, cells.get(cells.size() - 2)).size()).as(cells.getFirst()).isPositive();
            assertThat(names(TEST, cells.getLast())).as(cells.getFirst()).isNotEmpty();
        });
    }

    @Test
    void everyExampleIsThere() throws IOException {
        assertThat(names(EXAMPLE, text())).isNotEmpty().allSatisfy(name -> assertThat(sources.get(name)).as(name)
                .isNotNull().allSatisfy(file -> assertThat(file.toString()).contains("examples")));
        assertThat(names(LINK, text())).isNotEmpty()
                .allSatisfy(file -> assertThat(ROOT.resolve("docs").resolve(file)).exists());
    }

    @Test
    void everyTestIsThere() throws IOException {
        assertThat(names(TEST, text())).hasSizeGreaterThan(PROMISED.size()).allSatisfy(name -> {
            String[] test = name.split("\\.");
            // Two modules may have a class of the same name.
            assertThat(sources.get(test[0] + ".java")).as(name).isNotNull()
                    .anySatisfy(file -> assertThat(Files.readString(file)).containsPattern("[ >]" + test[1] + "\\("));
        });
    }

    /** The cells of the tables' rows. */
    private static List<List<String>> rows() throws IOException {
        return text().lines().filter(line -> line.startsWith("| ") && line.contains("IT."))
                .map(line -> Stream.of(line.substring(2, line.length() - 2).split(" \\| ")).toList()).toList();
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String text() throws IOException {
        return Files.readString(ROOT.resolve("docs/features.md"));
    }

    private static boolean inBuild(Path file) {
        String path = file.toString();
        return path.contains("/target/") || path.contains("/node_modules/") || path.contains("/.git/");
    }
}
