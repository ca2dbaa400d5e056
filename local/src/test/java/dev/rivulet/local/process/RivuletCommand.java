package dev.rivulet.local.process;

import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@code ./rivulet} command as a process of its own, over this test's class path. */
public final class RivuletCommand {

    private static final List<String> SMALL = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private RivuletCommand() {}

    /** @param logs where its output goes */
    public static JavaProcess start(Path logs, Map<String, String> environment, String... command) {
        return JavaProcess.start(program(environment, command), logs);
    }

    /** @param options of the JVM, in addition to those of {@link #start(Path, Map, String...)} */
    public static JavaProcess start(Path logs, List<String> options, Map<String, String> environment,
            String... command) {
        return JavaProcess.start(program(environment, command).withOptions(options), logs);
    }

    /** One to be talked to over pipes. */
    static Dialogue talk(Path logs, Map<String, String> environment, String... command) {
        return new Dialogue(JavaProcess.startTalking(program(environment, command), logs));
    }

    /** One to be talked to as at a terminal. */
    static Dialogue onTerminal(Path logs, Map<String, String> environment, String... command) {
        return new Dialogue(JavaProcess.startOnTerminal(program(environment, command), logs));
    }

    private static JavaProgram program(Map<String, String> environment, String... command) {
        String name = command[0] + "-" + NUMBER.incrementAndGet();
        return JavaProgram.of(name, "dev.rivulet.local.cli.Rivulet", command).withOptions(SMALL)
                .withEnvironment(environment);
    }
}
