package dev.rivulet.examples;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.Granularity;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import java.util.ArrayList;
import java.util.List;

/** Handles each line of a list as soon as it is complete. */
public final class ParseLines {

    private ParseLines() {}

    public static void main(String[] args) {
        ReadOptions lines = ReadOptions.DEFAULTS.granularity(Granularity.LINE);
        Prompt prompt = Prompt.of("List three rivers, one a line, nothing else");
        List<String> rivers = new ArrayList<>();
        try (RivuletClient client = RivuletClient.of(Address.of(args));
                TurnStream stream = client.stream("lines", prompt, lines)) {
            for (Chunk chunk : stream) {
                switch (chunk) {
                    case Chunk.Text some -> some.text().lines().filter(line -> !line.isBlank()).forEach(line -> {
                        rivers.add(line.strip());
                        System.out.println(rivers.size() + ". " + line.strip());
                    });
                    case Chunk.Restarted anew -> rivers.clear();
                    case Chunk.Started begun -> System.out.println("Rivers:");
                    case Chunk.Item none -> throw new IllegalStateException("lines were asked for");
                    default -> System.out.println("(no text of the answer)");
                }
            }
        }
    }
}
