package dev.rivulet.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Invalid arguments cause a sentence and the usage, before anything is done. */
class ArgumentsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"watch, Missing required parameter: 'SESSION'", "cancel, Missing required parameter: 'SESSION'",
            "watch a/b, a session id is 1 to 128 characters out of",
            "chat --session a/b, a session id is 1 to 128 characters",
            "ask hi --session a/b, a session id is 1 to 128 characters",
            "cancel s 17, a turn id is a UUID of version 7", "chat hello, Unmatched argument at index 1: 'hello'",
            "key new, Missing required option: '--principal=P'", "key, Missing required subcommand",
            "key new --principal a --scopes ask;write, scopes are ask",
            "topics --yaml, Unknown option: '--yaml'",
            "repartition, Missing required option: '--to-prefix=PREFIX'",
            "repartition --to-prefix a --partitions 0, --partitions must be 1 to 16384",
            "cancel s --json, Unknown option: '--json'"})
    void wrongArgumentsAreRefusedWithTheUsage(String command, String sentence) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(sentence).contains("Usage: rivulet " + command.split(" ")[0]);
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheOnesThereAre() {
        assertThat(run("talk")).isEqualTo(2);
        assertThat(err.toString()).contains("'talk'").contains("Usage: rivulet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "chat", "watch", "cancel", "topics", "up", "kafka", "worker", "gateway", "chaos",
            "bench", "key", "repartition", "usage"})
    void helpNamesEveryCommand(String command) {
        assertThat(run("help")).isZero();
        assertThat(out.toString()).contains(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "watch", "cancel", "topics", "repartition", "usage"})
    void helpOfACommandSaysItsExitStatus(String command) {
        assertThat(run("help", command)).isZero();
        assertThat(out.toString()).contains("Usage: rivulet " + command).contains("Exit status");
    }

    private int run(String... arguments) {
        CommandLine commands = Rivulet.commandLine();
        return commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }
}
