package dev.rivulet.runtime;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.JavaProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivuletProcessTest {

    private static final String SENTENCE = "the coordination cannot be kept running";

    @TempDir
    private Path directory;

    @Test
    void aFatalErrorClosesTheServiceLogsItsSentenceOnceAndEndsWithStatusOne() {
        try (JavaProcess process = start("reports")) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).containsOnlyOnce(SENTENCE).contains("the service is closed");
        }
    }

    @Test
    void aSignalClosesTheServiceAndEndsWithStatusZero() {
        try (JavaProcess process = start("runs")) {
            await().until(() -> process.err().contains("the service runs"));
            process.signal("TERM");
            assertThat(process.exitStatus()).isZero();
            assertThat(process.err()).contains("the service is closed");
        }
    }

    private JavaProcess start(String what) {
        return JavaProcess.start(JavaProgram.of(what, Program.class.getName(), what), directory);
    }

    /** The process under test. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            RivuletProcess.run("test", (config, fatal) -> {
                System.err.println("the service runs");
                if (arguments[0].equals("reports")) {
                    fatal.onFatalError(SENTENCE, null);
                    fatal.onFatalError(SENTENCE, null);
                }
                return () -> System.err.println("the service is closed");
            });
        }
    }
}
