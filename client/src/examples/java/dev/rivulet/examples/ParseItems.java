package dev.rivulet.examples;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.Granularity;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;

/** Converts each element of a JSON array to an object as soon as it is complete. */
public final class ParseItems {

    private ParseItems() {}

    /** One element of the answer. Unknown fields are ignored. */
    public record River(String name, int km) {}

    public static void main(String[] args) {
        ReadOptions items = ReadOptions.DEFAULTS.granularity(Granularity.JSON);
        Prompt prompt = Prompt.of("Three rivers as a JSON array of {\"name\", \"km\"}, nothing else");
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                TurnStream stream = client.stream("items", prompt, items)) {
            for (Chunk chunk : stream) {
                switch (chunk) {
                    case Chunk.Item item -> {
                        River river = item.as(River.class); // item.json() is the unconverted node
                        System.out.println(item.index() + ": " + river.name() + " is " + river.km() + " km long");
                    }
                    case Chunk.Text other -> System.out.println("not an array: " + other.text());
                    case Chunk.Restarted anew -> System.out.println("the answer starts again");
                    case Chunk.Started begun -> System.out.println("Rivers:");
                    default -> System.out.println("(no text of the answer)");
                }
            }
        }
    }
}
