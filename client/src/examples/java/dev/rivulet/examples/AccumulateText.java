package dev.rivulet.examples;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import dev.rivulet.client.Usage;

/** Reads a stream to its end, then prints the text, its length and the tokens used. */
public final class AccumulateText {

    private AccumulateText() {}

    public static void main(String[] args) {
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                TurnStream stream = client.stream("accumulate", "Write a haiku about the sea")) {
            String text = stream.text();
            System.out.println(text);
            System.out.println("length " + text.length() + ", as the server counts " + stream.end().length());
            Usage usage = stream.usage(); // null if the provider does not report it
            System.out.println("tokens " + (usage == null ? "unknown" : usage.totalTokens()));
        }
    }
}
