package dev.rivulet.examples;

import dev.rivulet.client.Bookmark;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.Turn;
import java.time.Duration;

/** Submits a prompt and reads the answer later, in this process or in another. */
public final class SubmitAndReadLater {

    private SubmitAndReadLater() {}

    public static void main(String[] args) {
        Bookmark bookmark;
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            // Submitting it twice with the same key is one turn and one call to the model.
            bookmark = client.submit("later", Prompt.of("Write a haiku about code").idempotencyKey("order-4711"));
        }
        try (RivuletClient elsewhere = RivuletClient.of(Address.of(args))) {
            Turn turn = elsewhere.turn(bookmark.session(), bookmark.turnId(), Duration.ofMinutes(1));
            System.out.println(turn.status() + ": " + turn.text());
        }
    }
}
