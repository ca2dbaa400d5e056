package dev.rivulet.examples;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.Subscription;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletException;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnListener;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Receives the stream in a listener, on a thread of the caller's executor. */
public final class ListenInTheBackground implements TurnListener {

    private ListenInTheBackground() {}

    public static void main(String[] args) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RivuletClient client = RivuletClient.of(Address.of(args));
                Subscription subscription = client.listen("listen", Prompt.of("Write a haiku about waves"),
                        ReadOptions.DEFAULTS, threads, new ListenInTheBackground())) {
            subscription.finished().join(); // a real program would do other work here
        }
    }

    @Override
    public void onChunk(Chunk chunk) {
        switch (chunk) {
            case Chunk.Text more -> System.out.print(more.text());
            case Chunk.Restarted anew -> System.out.println("\n(it starts again)");
            case Chunk.Started begun -> System.out.println("(it begins)");
            case Chunk.Item item -> System.out.println(item.json());
            case Chunk.Reasoning thought -> System.out.println("(it thinks)");
            case Chunk.ToolCall call -> System.out.println("(it calls a tool)");
            case Chunk.SoFar before -> System.out.print(before.text());
        }
    }

    @Override
    public void onEnd(TurnEnd end) {
        System.out.println("\n(" + end.finishReason() + ")");
    }

    @Override
    public void onFailure(RivuletException failure) {
        System.out.println("\n(" + failure.getMessage() + ")");
    }
}
