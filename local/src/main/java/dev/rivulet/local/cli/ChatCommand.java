package dev.rivulet.local.cli;

import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.local.chat.Chat;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.SessionId;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "chat", mixinStandardHelpOptions = true, description = {
        "Have a conversation. In a pipe, each line is a prompt.",
        "Ctrl-C stops the answer, twice leaves; Ctrl-D leaves.",
        "Uses the gateway at RIVULET_URL (http://127.0.0.1:8080) if one answers, else starts the whole stack.",
        "Exit status: 0; 1 when a turn failed; 2 for wrong arguments or configuration; 130 for Ctrl-C."})
final class ChatCommand implements Callable<Integer> {

    @Option(names = "--session", paramLabel = "SESSION", description = {
            "The conversation to go on with (default: a new one)."})
    private SessionId session;

    @Option(names = "--model", paramLabel = "MODEL", description = "The provider's model (default: RIVULET_MODEL).")
    private String model;

    @Option(names = "--system", paramLabel = "TEXT", description = "The system prompt; it stays with the session.")
    private String system;

    @Override
    public Integer call() throws InterruptedException {
        QuietLogs.set();
        String id = session == null ? "chat-" + UUID.randomUUID() : session.value();
        Config config = Config.ofProcess();
        try (Screen screen = Screen.ofProcess();
                GatewayConnection gateway = GatewayConnection.findOrStart(config, line -> screen.note(Tone.NOTE, line));
                RivuletClient client = ClientFactory.interactive(config, gateway.url(), screen)) {
            screen.note(Tone.NOTE, "Session " + id + ". Ctrl-C stops an answer, twice leaves; Ctrl-D leaves.");
            int status = new Chat(client, screen, id, this::withOptions)
                    .run(session == null ? null : client.session(id));
            Thread.interrupted(); // Ctrl-C has been handled; closing must not be interrupted.
            showHints(screen, gateway, id);
            return status;
        }
    }

    private Prompt withOptions(Prompt prompt) {
        Prompt named = model == null ? prompt : prompt.model(model);
        return system == null ? named : named.system(system);
    }

    private static void showHints(Screen screen, GatewayConnection gateway, String id) {
        if (gateway.external()) {
            screen.note(Tone.NOTE, "Go on with: ./rivulet chat --session " + id);
            screen.note(Tone.NOTE, "Watch it with: ./rivulet watch " + id);
        }
    }
}
