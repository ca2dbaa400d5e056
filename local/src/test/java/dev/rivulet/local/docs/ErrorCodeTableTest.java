package dev.rivulet.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The protocol's table has every error code of a turn, with whether a retry makes sense, and no other. */
class ErrorCodeTableTest {

    private static final Pattern ROW = Pattern.compile("\\| (`[a-z_`, ]+`) \\| .+ \\| (yes|no) \\|");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    @Test
    void theProtocolNamesEveryErrorCodeAndSaysWhetherToRetry() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "protocol.md"));
        Map<String, Boolean> documented = new TreeMap<>();
        for (String line : lines.subList(lines.indexOf("### Error codes of a turn"), lines.indexOf("## Kafka"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                CODE.matcher(row.group(1)).results()
                        .forEach(code -> documented.put(code.group(1), row.group(2).equals("yes")));
            }
        }
        assertThat(documented).isEqualTo(Stream.of(ErrorCode.values())
                .collect(Collectors.toMap(ErrorCode::code, ErrorCode::retryable)));
    }

    @Test
    void thePageHasASentenceForEveryErrorCode() throws IOException {
        String words = Files
                .readString(Path.of("..", "gateway", "src", "main", "resources", "dev", "rivulet", "gateway",
                        "api", "page", "assets", "words.js"));
        String sentences = words.substring(words.indexOf("const ERRORS = {"), words.indexOf("\n};"));
        List<String> named = Pattern.compile("(?m)^  ([a-z_]+): '").matcher(sentences).results()
                .map(row -> row.group(1)).toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(Stream.of(ErrorCode.values()).map(ErrorCode::code)
                .toList());
    }
}
