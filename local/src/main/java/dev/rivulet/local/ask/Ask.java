package dev.rivulet.local.ask;

import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletClientBuilder;
import dev.rivulet.client.RivuletException;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnFailedException;
import dev.rivulet.client.TurnStream;
import dev.rivulet.local.answer.TurnSummary;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;

/**
 * Submits a prompt and shows the answer as it arrives. A lost connection is resumed after the last event. Used once, by
 * one thread; {@link #cancel} may be called from another.
 */
public final class Ask {

    private final RivuletClientBuilder gateway;
    private final Screen screen;
    private volatile TurnStream stream; // null before a gateway has accepted the prompt
    private volatile boolean cancelled;

    /** @param gateway the client of one; changed here */
    public Ask(RivuletClientBuilder gateway, Screen screen) {
        this.gateway = gateway;
        this.screen = screen;
    }

    /** Streams the answer; returns the exit status: 0 if done, 1 on an error. */
    public int stream(String session, Prompt prompt) {
        try (RivuletClient client = client();
                TurnStream answer = client.stream(session, prompt)) {
            stream = answer;
            if (cancelled) {
                cancel();
            }
            TurnEnd end = answer.readText(screen::text, () -> {
                screen.endLine();
                note("The worker was lost; the answer starts again:");
            });
            screen.endLine();
            note(TurnSummary.of(end));
            return 0;
        } catch (TurnFailedException failed) {
            screen.endLine();
            note(SafeText.line(TurnSummary.of(failed.failure())));
        } catch (RivuletException unanswered) {
            screen.endLine();
            note("No answer from the gateway at " + gateway + ": " + unanswered.getMessage());
        }
        return 1;
    }

    private RivuletClient client() {
        return gateway.onRetry(retry -> note("The connection was lost; trying again ...")).build();
    }

    /** Cancels the turn; {@link #stream} then ends with the text so far. */
    public void cancel() {
        cancelled = true;
        if (stream != null) {
            try {
                stream.cancel();
                note("Cancelling ...");
            } catch (RivuletException notTaken) {
                note("The cancel could not be sent: " + notTaken.getMessage());
            }
        }
    }

    private void note(String line) {
        screen.note(Tone.NOTE, line);
    }
}
