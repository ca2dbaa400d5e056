package dev.rivulet.examples;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;

/** Sends a prompt and reads the answer chunk by chunk. */
public final class IterateChunks {

    private IterateChunks() {}

    public static void main(String[] args) {
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                TurnStream stream = client.stream("iterate", "Write a haiku about rivers")) {
            for (Chunk chunk : stream) {
                switch (chunk) {
                    case Chunk.Started started -> System.out.println("-- " + started.model() + " answers:");
                    case Chunk.Text more -> System.out.print(more.text());
                    case Chunk.Restarted anew -> System.out.println("\n-- the answer starts again:");
                    case Chunk.Reasoning thought -> System.out.print("(" + thought.text() + ")");
                    case Chunk.ToolCall call -> System.out.println("-- " + call.callId() + ": " + call.arguments());
                    case Chunk.SoFar before -> System.out.print(before.text()); // in a stream that joined late
                    case Chunk.Item item -> System.out.println(item.json()); // with Granularity.JSON only
                }
            }
            System.out.println("\n-- " + stream.finishReason());
        }
    }
}
