package dev.rivulet.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Applications make session ids, and may put names into them: no line at info or above has one. */
class LoggedKeysTest {

    private static final List<String> MODULES = List.of("runtime", "gateway", "worker", "local");
    private static final Pattern LINE = Pattern.compile("(?s)(?:LOG|log)\\s*\\.at(\\w+)\\(\\)(.*?);\n");
    private static final Pattern SESSION = Pattern.compile("(?i)\"session\\w*\"|[sS]ession\\w*(?:\\(\\))?\\s*[),]");

    @Test
    void onlyDebugLinesNameASession() throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                List<String> lines = files.filter(file -> file.toString().endsWith(".java"))
                        .flatMap(file -> LINE.matcher(text(file)).results()).filter(line -> !isDebug(line))
                        .map(MatchResult::group).toList();
                assertThat(lines).as(module).noneMatch(line -> SESSION.matcher(line).find());
            }
        }
    }

    private static boolean isDebug(MatchResult line) {
        return line.group(1).equals("Debug") || line.group(1).equals("Trace");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
