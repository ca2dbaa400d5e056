package dev.rivulet.examples;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.SessionEvent;
import dev.rivulet.client.SessionStream;

/** Follows a session live, whatever device the prompts come from. */
public final class FollowSession {

    private FollowSession() {}

    public static void main(String[] args) {
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                SessionStream session = client.follow("followed")) {
            client.submit("followed", Prompt.of("Write a haiku about a rivulet")); // as another device would
            for (SessionEvent event : session) {
                switch (event) {
                    case SessionEvent.Opening opening -> System.out.println(
                            opening.conversation().turns().size() + " turns so far");
                    case SessionEvent.Queued queued -> System.out.println("waits: " + queued.turn().userText());
                    case SessionEvent.Asked asked -> System.out.println("> " + asked.turn().userText());
                    case SessionEvent.TurnChunk(String turn, Chunk.Text more) -> System.out.print(more.text());
                    case SessionEvent.TurnChunk(String turn, Chunk.Restarted anew) ->
                        System.out.println("\n(it starts again)");
                    case SessionEvent.TurnChunk begun -> {
                        // Started: there is no text yet.
                    }
                    case SessionEvent.Ended ended -> {
                        System.out.println("\n(" + ended.end().finishReason() + ")");
                        return; // the stream of a session does not end by itself
                    }
                    case SessionEvent.Failed failed -> System.out.println("\n(" + failed.failure().message() + ")");
                    case SessionEvent.Forgotten forgotten -> System.out.println("(forgotten)");
                    case SessionEvent.Watching others -> System.out.println(others.readers() + " watching");
                }
            }
        }
    }
}
