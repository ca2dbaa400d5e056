package dev.rivulet.bench.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What docs/capacity.md shows after a command is what the command prints. A million streams, which take a minute each,
 * only with {@code -Drivulet.capacity=full}.
 */
class CapacityDocumentIT {

    private static final boolean FULL = "full".equals(System.getProperty("rivulet.capacity"));
    private static final Path DOCUMENT = Path.of("..", "docs", "capacity.md");
    private static final Pattern COMMAND = Pattern
            .compile("(?m)^```\\n\\./rivulet capacity (.*)\\n```\\n\\n(?=[0-9,]+ streams of)");

    static Stream<String> commands() throws Exception {
        return all().filter(arguments -> FULL || !arguments.contains("1000000"));
    }

    private static Stream<String> all() throws Exception {
        return COMMAND.matcher(Files.readString(DOCUMENT)).results().map(command -> command.group(1));
    }

    @Test
    void thereAreCommands() throws Exception {
        assertThat(all()).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theDocumentShowsWhatTheCommandPrints(String arguments) throws Exception {
        Capacity command = new Capacity();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.split(" "));
        assertThat(Files.readString(DOCUMENT)).contains(
                "```\n./rivulet capacity " + arguments + "\n```\n\n" + command.report(Config.of(Map.of(), Map.of())));
    }
}
