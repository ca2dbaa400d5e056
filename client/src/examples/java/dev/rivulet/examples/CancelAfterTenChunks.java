package dev.rivulet.examples;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnStream;

/** Stops the model after ten chunks. The text so far is kept. */
public final class CancelAfterTenChunks {

    private CancelAfterTenChunks() {}

    public static void main(String[] args) {
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                TurnStream stream = client.stream("cancel", "Count to a million")) {
            int chunks = 0;
            for (Chunk chunk : stream) {
                if (chunk instanceof Chunk.Text && ++chunks == 10) {
                    stream.cancel(); // close() only stops reading: the turn would continue
                }
            }
            switch (stream.end()) {
                case TurnEnd.Cancelled cancelled -> System.out.println("cancelled after " + cancelled.length()
                        + " characters: " + stream.text().substring(0, 10) + " ...");
                case TurnEnd.Done done -> System.out.println("it was faster: " + done.finishReason());
            }
        }
    }
}
