package dev.rivulet.examples;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnFailedException;
import dev.rivulet.client.TurnStream;

/** Keeps the text of an answer that was cut off. A truncated answer is always an error, never a short success. */
public final class KeepPartialAnswer {

    private KeepPartialAnswer() {}

    public static void main(String[] args) {
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                TurnStream stream = client.stream("partial", "Tell me a story that breaks off")) {
            System.out.println("whole: " + stream.text());
        } catch (TurnFailedException failed) {
            System.out.println("only a part: " + failed.partialText());
            System.out.println("because of " + failed.code() + (failed.retryable() ? ", worth another try" : ""));
        }
    }
}
