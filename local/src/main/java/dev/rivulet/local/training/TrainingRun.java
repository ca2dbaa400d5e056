package dev.rivulet.local.training;

import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import dev.rivulet.local.ask.Ask;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Runs the whole stack on loopback with the simulator, and reads one turn after another for some seconds. Meanwhile the
 * JVM records which classes and methods a worker, a gateway, a broker and a client need (JEP 483, 515).
 */
public final class TrainingRun {

    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final int READERS = 32;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PROMPT = "Write a haiku about rivers";

    private TrainingRun() {}

    /**
     * Runs until all turns have ended. Halts the process with status 1 if that takes longer than a minute. Reads no
     * environment, so that neither a cluster nor a provider of the user is called.
     *
     * @return the exit status
     */
    public static int run() throws InterruptedException, ExecutionException {
        Thread.ofVirtual().start(TrainingRun::haltAtTheLimit);
        try (Stack stack = Stack.startAtOnce(Config.of(Map.of(), Map.of("rivulet.http.port", "0")));
                RivuletClient client = RivuletClient.builder().gateway(stack.url()).build()) {
            int status = new Ask(RivuletClient.builder().gateway(stack.url()), PlainScreen.ofProcess()).stream(
                    "training",
                    Prompt.of(PROMPT));
            readTurns(client, System.nanoTime() + LENGTH.toNanos());
            return status;
        }
    }

    private static void readTurns(RivuletClient client, long end) throws InterruptedException, ExecutionException {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> reader : IntStream.range(0, READERS)
                    .mapToObj(i -> readers.submit(() -> readTurns(client, "training-" + i, end))).toList()) {
                reader.get();
            }
        }
    }

    private static void readTurns(RivuletClient client, String session, long end) {
        while (System.nanoTime() - end < 0) {
            try (TurnStream turn = client.stream(session, PROMPT)) {
                turn.readText(text -> {}, () -> {});
            }
        }
    }

    private static void haltAtTheLimit() {
        try {
            Thread.sleep(LIMIT);
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }
}
