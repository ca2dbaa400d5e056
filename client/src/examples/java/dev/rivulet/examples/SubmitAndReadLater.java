package dev.rivulet.examples;

import dev.rivulet.client.Bookmark;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.Turn;
import java.time.Duration;

/** Hands a prompt in and comes back for the answer, from this process or another. */
public final class SubmitAndReadLater {

    private SubmitAndReadLater() {}

    public static void main(String[] args) {
        Bookmark bookmark;
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            // With a key that the caller can make again, handing it in twice is one turn and one call to the model.
            bookmark = client.submit("later", Prompt.of("Write a haiku about code").idempotencyKey("order-4711"));
        }
        try (RivuletClient elsewhere = RivuletClient.of(Address.of(args))) {
            Turn turn = elsewhere.turn(bookmark.session(), bookmark.turnId(), Duration.ofMinutes(1));
            System.out.println(turn.status() + ": " + turn.text());
        }
    }
}
