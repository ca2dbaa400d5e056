package dev.rivulet.local.cli;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.SubmittedTurn;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", mixinStandardHelpOptions = true, description = {
        "Stop a turn, wherever it runs and whoever reads it; what has come of it is kept.",
        "Uses the gateway at RIVULET_URL (http://127.0.0.1:8080).",
        "Exit status: 0 when the cancel was taken; 1 when nothing runs, or no gateway answers; 2 for wrong arguments."})
final class CancelCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SESSION", description = "The session.")
    private SessionId session;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TURN", description = {
            "Its turn (default: the one that runs)."})
    private TurnId turn;

    @Override
    public Integer call() throws InterruptedException {
        QuietLogs.set();
        try (PlainScreen screen = PlainScreen.ofProcess();
                RivuletClient client = ClientFactory.forOneRequest(Config.ofProcess())) {
            String id = turn == null ? openTurn(client) : turn.toString();
            if (id == null) {
                screen.note(Tone.NOTE, "Nothing runs in session " + session + ".");
                return ExitCode.SOFTWARE;
            }
            client.cancel(session.value(), id);
            screen.line(Tone.PLAIN, "cancelling " + id);
            return ExitCode.OK;
        }
    }

    /** Returns the id of the open turn; null if there is none. */
    private String openTurn(RivuletClient client) {
        SubmittedTurn open = client.session(session.value()).open();
        return open == null ? null : open.turnId();
    }
}
