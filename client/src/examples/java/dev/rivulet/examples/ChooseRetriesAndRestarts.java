package dev.rivulet.examples;

import dev.rivulet.client.OnInterruption;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnFailedException;
import dev.rivulet.client.TurnStream;

/**
 * What happens when something fails. Before the first token the worker asks the provider again by itself, with pauses. After
 * it, the turn's own policy says whether a lost worker means a new attempt. And a whole new turn is the caller's choice.
 */
public final class ChooseRetriesAndRestarts {

    private static final int TURNS = 3;

    private ChooseRetriesAndRestarts() {}

    public static void main(String[] args) {
        Prompt prompt = Prompt.of("Answer in spite of a bad start").onInterruption(OnInterruption.RESTART)
                .maxAttempts(2);
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            for (int turn = 1; turn <= TURNS; turn++) {
                try (TurnStream stream = client.stream("retries", prompt)) {
                    StringBuilder page = new StringBuilder();
                    // A new attempt has another text: what is shown must go.
                    stream.readText(page::append, () -> page.setLength(0));
                    System.out.println("turn " + turn + ": " + page);
                    return;
                } catch (TurnFailedException failed) {
                    System.out.println("turn " + turn + ": " + failed.code());
                    if (!failed.retryable()) {
                        return;
                    }
                }
            }
        }
    }
}
