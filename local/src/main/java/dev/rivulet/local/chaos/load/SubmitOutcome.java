package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import java.time.Duration;
import java.util.Optional;

/** The response to a submitted prompt. */
public sealed interface SubmitOutcome {

    /** The turn was accepted, so it must end. */
    record Accepted(String turn) implements SubmitOutcome {}

    /** The gateway is unavailable or did not respond. Only the log shows whether the turn was accepted. */
    record Unknown(String why) implements SubmitOutcome {}

    /** The gateway refused a valid prompt. */
    record Refused(String why) implements SubmitOutcome {}

    /** Waits for the response to a prompt, and returns what it says. */
    static SubmitOutcome of(SseStream stream) {
        Duration limit = Duration.ofSeconds(15);
        if (!stream.awaitHeaders(limit)) {
            return new Unknown("no response");
        }
        Optional<String> turn = stream.header("X-Turn-Id");
        return switch (stream.status()) {
            case 200, 202 -> turn.<SubmitOutcome>map(Accepted::new).orElseGet(() -> new Refused("no X-Turn-Id"));
            case 503 -> new Unknown("503");
            default -> new Refused(stream.awaitEnd(limit).map(StreamEnd::toString).orElse("no body"));
        };
    }
}
