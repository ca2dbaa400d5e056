package dev.rivulet.examples;

import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.Turn;
import java.time.Duration;

/** Returns the whole answer as one value. */
public final class AskWithoutStreaming {

    private AskWithoutStreaming() {}

    public static void main(String[] args) {
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            Turn turn = client.ask("whole", Prompt.of("Write a haiku about autumn"), Duration.ofMinutes(1));
            System.out.println(turn.text());
            System.out.println(turn.finishReason() + " after " + turn.timings().totalMs() + " ms");
        }
    }
}
