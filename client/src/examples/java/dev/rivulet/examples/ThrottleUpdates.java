package dev.rivulet.examples;

import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import java.time.Duration;

/**
 * Receives at most one update in 50 ms, each with all text since the last one: for a page that renders on each update.
 */
public final class ThrottleUpdates {

    private ThrottleUpdates() {}

    public static void main(String[] args) {
        ReadOptions calm = ReadOptions.DEFAULTS.throttle(Duration.ofMillis(50));
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                TurnStream stream = client.stream("throttle", Prompt.of("Tell me a long story"), calm)) {
            int[] updates = {0};
            stream.readText(more -> updates[0]++, () -> System.out.println("the answer starts again"));
            System.out.println(updates[0] + " updates, " + stream.text().length() + " characters");
        }
    }
}
