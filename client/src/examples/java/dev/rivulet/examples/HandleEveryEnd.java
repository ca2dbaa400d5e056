package dev.rivulet.examples;

import dev.rivulet.client.ConnectionLostException;
import dev.rivulet.client.CursorExpiredException;
import dev.rivulet.client.DeadlineExceededException;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadInterruptedException;
import dev.rivulet.client.RequestRefusedException;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletException;
import dev.rivulet.client.StreamClosedException;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnFailedException;
import dev.rivulet.client.TurnStream;
import dev.rivulet.client.TurnTimeoutException;

/** Handles every way in which a stream can end. A switch that misses one does not compile. */
public final class HandleEveryEnd {

    private HandleEveryEnd() {}

    public static void main(String[] args) {
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            System.out.println(end(client, Prompt.of("Write a haiku about leaves")));
            System.out.println(end(client, Prompt.of("Write a haiku about leaves").model("no-such-model")));
            System.out.println(end(client, Prompt.of(" ")));
        }
    }

    private static String end(RivuletClient client, Prompt prompt) {
        try (TurnStream stream = client.stream("ends", prompt)) {
            return switch (stream.end()) {
                case TurnEnd.Done done -> "done: " + done.finishReason();
                case TurnEnd.Cancelled cancelled -> "somebody stopped it after " + stream.text();
            };
        } catch (RivuletException other) {
            return switch (other) {
                case TurnTimeoutException late -> "the turn took too long: " + late.limit();
                case TurnFailedException failed -> "the turn failed: " + failed.code();
                case RequestRefusedException refused -> "refused: " + refused.code().orElse("by a proxy");
                case DeadlineExceededException mine -> "I could not wait any longer";
                case ConnectionLostException lost -> "no gateway answers, after " + lost.tries() + " tries";
                case CursorExpiredException old -> "the events are gone; the snapshot may have the text";
                case StreamClosedException closed -> "closed here";
                case ReadInterruptedException interrupted -> "this thread was interrupted";
            };
        }
    }
}
