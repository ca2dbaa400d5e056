package dev.rivulet.examples;

import dev.rivulet.client.Bookmark;
import dev.rivulet.client.DeadlineExceededException;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import java.time.Duration;

/** Waits no longer than the caller can; the turn goes on, and the rest is read when there is time again. */
public final class SetDeadline {

    private SetDeadline() {}

    public static void main(String[] args) {
        ReadOptions patience = ReadOptions.DEFAULTS.deadline(Duration.ofSeconds(1));
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            Bookmark place;
            String text;
            try (TurnStream stream = client.stream("deadline", Prompt.of("Speak slowly"), patience)) {
                System.out.println("in time: " + stream.text());
                return;
            } catch (DeadlineExceededException late) {
                place = late.bookmark().orElseThrow();
                text = late.partialText();
                System.out.println("so far: " + text);
            }
            try (TurnStream rest = client.resume(place, ReadOptions.DEFAULTS)) {
                System.out.println("the rest:" + rest.text());
            }
        }
    }
}
