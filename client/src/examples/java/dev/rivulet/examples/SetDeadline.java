package dev.rivulet.examples;

import dev.rivulet.client.Bookmark;
import dev.rivulet.client.DeadlineExceededException;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import java.time.Duration;

/** Waits until a deadline. The turn continues, and the rest is read later from a bookmark. */
public final class SetDeadline {

    private SetDeadline() {}

    public static void main(String[] args) {
        ReadOptions options = ReadOptions.DEFAULTS.deadline(Duration.ofSeconds(1));
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            Bookmark bookmark;
            String text;
            try (TurnStream stream = client.stream("deadline", Prompt.of("Speak slowly"), options)) {
                System.out.println("in time: " + stream.text());
                return;
            } catch (DeadlineExceededException late) {
                bookmark = late.bookmark().orElseThrow();
                text = late.partialText();
                System.out.println("so far: " + text);
            }
            try (TurnStream rest = client.resume(bookmark, ReadOptions.DEFAULTS)) {
                System.out.println("the rest:" + rest.text());
            }
        }
    }
}
