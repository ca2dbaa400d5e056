package dev.rivulet.local.ask;

import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletException;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnFailedException;
import dev.rivulet.client.TurnStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a gateway and shows the answer as it comes. A lost connection is taken up again from the last event seen. Used
 * once, by one thread; {@link #cancel} may come from another.
 */
public final class Ask {

    private static final Duration PROBE = Duration.ofSeconds(2);

    private final URI gateway;
    private final Terminal terminal;
    private volatile TurnStream stream; // null before a gateway has taken the prompt
    private volatile boolean cancelled;

    public Ask(URI gateway, Terminal terminal) {
        this.gateway = gateway;
        this.terminal = terminal;
    }

    /** The address, if a ready gateway answers there. */
    public static Optional<URI> gatewayAt(String url) {
        try (RivuletClient probe = RivuletClient.builder().gateways(url).connectTimeout(PROBE).responseTimeout(PROBE)
                .maxTries(1).build()) {
            return probe.ready() ? Optional.of(URI.create(url)) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** Streams the answer; returns the exit status: 0 for done, 1 for an error. */
    public int stream(String session, Prompt prompt) {
        try (RivuletClient client = RivuletClient.builder().gateway(gateway)
                .onRetry(retry -> terminal.status("The connection was lost; trying again ...")).build();
                TurnStream answer = client.stream(session, prompt)) {
            stream = answer;
            if (cancelled) {
                cancel();
            }
            TurnEnd end = answer.readText(terminal::text, () -> {
                terminal.newLine();
                terminal.status("The worker was lost; the answer starts again:");
            });
            terminal.newLine();
            terminal.status(summary(end));
            return 0;
        } catch (TurnFailedException failed) {
            terminal.newLine();
            terminal.status("error " + failed.getMessage() + (failed.retryable() ? " (worth another try)" : ""));
        } catch (RivuletException unanswered) {
            terminal.newLine();
            terminal.status("No answer from the gateway at " + gateway + ": " + unanswered.getMessage());
        }
        return 1;
    }

    /** Stops the answer; {@link #stream} then ends with what had come. */
    public void cancel() {
        cancelled = true;
        if (stream != null) {
            try {
                stream.cancel();
                terminal.status("Cancelling ...");
            } catch (RivuletException notTaken) {
                terminal.status("The cancel could not be sent: " + notTaken.getMessage());
            }
        }
    }

    private static String summary(TurnEnd end) {
        return "%s after %d ms: %d characters, first token after %s ms, queued %d ms".formatted(end.finishReason(),
                end.timings().totalMs(), end.length(),
                end.timings().firstTokenMs() == null ? "-" : end.timings().firstTokenMs(), end.timings().queuedMs());
    }
}
