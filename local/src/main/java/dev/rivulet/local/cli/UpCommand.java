package dev.rivulet.local.cli;

import dev.rivulet.local.show.ShowStack;
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
        "Run the whole stack in one process, until Ctrl-C. Data survives a restart.",
        "With --show, as processes that the page can kill."})
final class UpCommand implements Runnable {

    private static final String PORT = "rivulet.kafka.port";
    private static final int USUAL_PORT = 9092;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the broker keeps its data (default: .rivulet).")
    private Path data = Path.of(".rivulet");

    @Option(names = "--show", description = {
            "Run two workers, two gateways and a broker as processes of their own, and give the page a panel that"
                    + " kills them. For this machine only."})
    private boolean show;

    @Override
    public void run() {
        if (show) {
            QuietLogs.set();
            RivuletProcess.run("up", (config, fatal) -> show(ShowStack.start(config, System.getenv(), data)));
        }
        RivuletProcess.run("up", (config, fatal) -> {
            Stack stack = Stack.start(atTheUsualPort(config), Optional.of(data), fatal);
            System.err.println("Rivulet is up: " + stack.url() + "  (Kafka at " + stack.bootstrapServers() + ")");
            if (stack.simulated()) {
                System.err.println(Stack.SIMULATED);
            }
            System.err.println("Try: curl -N '" + stack.url() + "/stream?prompt=Write%20a%20haiku%20about%20rivers'");
            System.err.println("Kill what runs and see it go on: ./rivulet up --show");
            return stack;
        });
    }

    private static ShowStack show(ShowStack stack) {
        System.err.println("Rivulet is up, to be broken: " + stack.urls().getFirst() + "  (another gateway: "
                + stack.urls().getLast() + ", Kafka at " + stack.bootstrapServers() + ")");
        if (stack.simulated()) {
            System.err.println(Stack.SIMULATED);
        }
        System.err
                .println("Open the page, ask for a long answer, and use the panel \"Break it\". Logs: " + stack.logs());
        return stack;
    }

    /** Uses Kafka's default port, which other commands try first, unless another process listens there. */
    private static Config atTheUsualPort(Config config) {
        boolean free = config.value(PORT).isEmpty() && FreePorts.isFree(USUAL_PORT);
        return free ? config.with(Map.of(PORT, Integer.toString(USUAL_PORT))) : config;
    }
}
