package dev.rivulet.local.cli;

import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClientBuilder;
import dev.rivulet.local.ask.Ask;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.SessionId;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "ask", mixinStandardHelpOptions = true, description = {
        "Ask, and read the answer as it comes: text to stdout, status to stderr.",
        "Uses the gateway at RIVULET_URL (http://127.0.0.1:8080) if one answers, else starts the whole stack."})
final class AskCommand implements Callable<Integer> {

    private static final int CANCEL_SECONDS = 10;

    @Parameters(paramLabel = "PROMPT", description = "What to ask.")
    private String prompt;

    @Option(names = "--session", description = "The conversation to go on with (default: a new one).")
    private SessionId session = new SessionId("ask-" + UUID.randomUUID());

    @Option(names = "--model", description = "The provider's model (default: RIVULET_MODEL).")
    private String model;

    @Option(names = "--system", description = "The system prompt; it stays with the session.")
    private String system;

    private final Screen screen = PlainScreen.ofProcess();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicReference<Ask> asking = new AtomicReference<>();

    @Override
    public Integer call() throws InterruptedException {
        QuietLogs.set();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::interrupted));
        Config config = Config.ofProcess();
        try (GatewayConnection gateway = GatewayConnection.findOrStart(config, line -> screen.note(Tone.NOTE, line))) {
            return ask(ClientFactory.of(config, gateway.url()));
        } finally {
            finished.countDown();
        }
    }

    private int ask(RivuletClientBuilder gateway) {
        Ask ask = new Ask(gateway, screen);
        asking.set(ask);
        return ask.stream(session.value(), question());
    }

    private Prompt question() {
        Prompt question = Prompt.of(prompt);
        question = model == null ? question : question.model(model);
        return system == null ? question : question.system(system);
    }

    /** Ctrl-C cancels the turn, instead of only ending this reader. The text so far is kept. */
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
