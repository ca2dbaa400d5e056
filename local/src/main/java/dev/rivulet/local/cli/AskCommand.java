package dev.rivulet.local.cli;

import dev.rivulet.client.Prompt;
import dev.rivulet.local.ask.Ask;
import dev.rivulet.local.ask.Terminal;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.RivuletProcess;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "ask", description = {"Ask, and read the answer as it comes: text to stdout, status to stderr.",
        "Uses the gateway at RIVULET_URL (http://127.0.0.1:8080) if one answers, else starts the whole stack."}, mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {

    private static final int CANCEL_SECONDS = 10;

    @Parameters(paramLabel = "PROMPT", description = "What to ask.")
    private String prompt;

    @Option(names = "--session", description = "The conversation to go on with (default: a new one).")
    private String session = "ask-" + UUID.randomUUID();

    @Option(names = "--model", description = "The provider's model (default: RIVULET_MODEL).")
    private String model;

    @Option(names = "--system", description = "The system prompt; it stays with the session.")
    private String system;

    private final Terminal terminal = Terminal.ofProcess();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicReference<Ask> asking = new AtomicReference<>();

    @Override
    public Integer call() throws InterruptedException {
        quiet("RIVULET_LOG_LEVEL", "WARN");
        quiet("RIVULET_LOG_KAFKA", "OFF");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::interrupted));
        try {
            Config config = Config.ofProcess();
            Optional<URI> gateway = Ask.gatewayAt(config.value("rivulet.url").orElse("http://127.0.0.1:8080"));
            return gateway.isPresent() ? ask(gateway.get()) : askInOwnStack(config);
        } catch (InvalidConfigException | UnfitTopicException unusable) {
            terminal.status("rivulet ask: " + unusable.getMessage());
            return RivuletProcess.UNUSABLE;
        } finally {
            finished.countDown();
        }
    }

    /** A conversation is no place for log lines; what goes wrong is still said. */
    private static void quiet(String variable, String level) {
        if (System.getenv(variable) == null) {
            System.setProperty(variable, level);
        }
    }

    private int askInOwnStack(Config config) throws InterruptedException {
        terminal.status("No gateway answers; starting the whole stack in this process ...");
        try (Stack stack = Stack.start(config.with(Map.of("rivulet.http.port", "0")), Optional.empty())) {
            if (stack.simulated()) {
                terminal.status(Stack.SIMULATED);
            }
            return ask(stack.url());
        }
    }

    private int ask(URI gateway) {
        Ask ask = new Ask(gateway, terminal);
        asking.set(ask);
        return ask.stream(session, question());
    }

    private Prompt question() {
        Prompt question = Prompt.of(prompt);
        question = model == null ? question : question.model(model);
        return system == null ? question : question.system(system);
    }

    /** Ctrl-C stops the answer, not only the reading of it; what has come by then stays. */
    private void interrupted() {
        Ask ask = asking.get();
        if (ask != null && finished.getCount() > 0) {
            ask.cancel();
            try {
                finished.await(CANCEL_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException givenUp) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
