package dev.rivulet.examples;

import dev.rivulet.client.OnInterruption;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnFailedException;
import dev.rivulet.client.TurnStream;

/**
 * Handles failures on three levels: the worker retries the provider until the first token, with backoff; {@code
 * onInterruption} and {@code maxAttempts} say whether a turn whose worker is lost starts again; and the caller may
 * submit a new turn if the failure is retryable.
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
                    // A new attempt has a new text: remove what is shown.
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
