package dev.rivulet.local.cli;

import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.RivuletProcess;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.process.FreePorts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", mixinStandardHelpOptions = true, description = {
        "Run the whole stack in one process, until Ctrl-C. Data survives a restart."})
final class UpCommand implements Runnable {

    private static final String PORT = "rivulet.kafka.port";
    private static final int USUAL_PORT = 9092;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the broker keeps its data (default: .rivulet).")
    private Path data = Path.of(".rivulet");

    @Override
    public void run() {
        RivuletProcess.run("up", (config, fatal) -> {
            Stack stack = Stack.start(atTheUsualPort(config), Optional.of(data), fatal);
            System.err.println("Rivulet is up: " + stack.url() + "  (Kafka at " + stack.bootstrapServers() + ")");
            if (stack.simulated()) {
                System.err.println(Stack.SIMULATED);
            }
            System.err.println("Try: curl -N '" + stack.url() + "/stream?prompt=Write%20a%20haiku%20about%20rivers'");
            return stack;
        });
    }

    /** Uses Kafka's default port, which other commands try first, unless another process listens there. */
    private static Config atTheUsualPort(Config config) {
        boolean free = config.value(PORT).isEmpty() && FreePorts.isFree(USUAL_PORT);
        return free ? config.with(Map.of(PORT, Integer.toString(USUAL_PORT))) : config;
    }
}
