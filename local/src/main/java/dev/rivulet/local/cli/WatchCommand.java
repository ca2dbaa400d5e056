package dev.rivulet.local.cli;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.SessionEvent;
import dev.rivulet.client.SessionStream;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.TerminalScreen;
import dev.rivulet.local.watch.JsonLines;
import dev.rivulet.local.watch.SessionOutput;
import dev.rivulet.local.watch.SessionView;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.SessionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "watch", mixinStandardHelpOptions = true, description = {
        "Watch a session live: every turn of it, from whatever device, until Ctrl-C. Plain lines in a pipe.",
        "Uses the gateway at RIVULET_URL (http://127.0.0.1:8080).",
        "Exit status: 130 for Ctrl-C; 1 when no gateway answers; 2 for wrong arguments."})
final class WatchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SESSION", description = "The session.")
    private SessionId session;

    @Option(names = "--json", description = "One JSON object a line, for scripts.")
    private boolean json;

    @Option(names = "--from-start", description = "Begin with everything that Kafka still holds.")
    private boolean fromStart;

    @Override
    public Integer call() throws InterruptedException {
        QuietLogs.set();
        Config config = Config.ofProcess();
        try (Screen screen = json ? PlainScreen.ofProcess() : Screen.ofProcess();
                RivuletClient client = ClientFactory.retryingForever(config, screen);
                SessionOutput output = output(screen);
                SessionStream events = fromStart
                        ? client.followFromStart(session.value())
                        : client.follow(session.value())) {
            for (SessionEvent event : events) {
                output.show(event);
            }
            return ExitCode.OK;
        }
    }

    private SessionOutput output(Screen screen) {
        return json ? new JsonLines(screen) : switch (screen) {
            case TerminalScreen live -> SessionView.unbuffered(live);
            case PlainScreen plain -> SessionView.lineBuffered(plain);
        };
    }
}
