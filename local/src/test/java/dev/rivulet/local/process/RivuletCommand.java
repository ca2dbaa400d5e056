package dev.rivulet.local.process;

import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@code ./rivulet} command as a process of its own, over this test's class path. */
final class RivuletCommand {

    private static final List<String> SMALL = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private RivuletCommand() {}

    /** @param logs where its output goes */
    static JavaProcess start(Path logs, Map<String, String> environment, String... command) {
        String name = command[0] + "-" + NUMBER.incrementAndGet();
        return JavaProcess.start(JavaProgram.of(name, "dev.rivulet.local.cli.Rivulet", command).withOptions(SMALL)
                .withEnvironment(environment), logs);
    }
}
