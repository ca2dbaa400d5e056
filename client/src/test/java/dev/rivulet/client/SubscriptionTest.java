package dev.rivulet.client;

import static dev.rivulet.client.ScriptedServer.delta;
import static dev.rivulet.client.ScriptedServer.done;
import static dev.rivulet.client.ScriptedServer.error;
import static dev.rivulet.client.ScriptedServer.events;
import static dev.rivulet.client.ScriptedServer.json;
import static dev.rivulet.client.ScriptedServer.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Streams that are delivered to a listener. */
class SubscriptionTest {

    private static final Executor THREAD_EACH = task -> Thread.ofPlatform().name("the-callers-own").start(task);

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final TurnListener listener = new TurnListener() {
        @Override
        public void onChunk(Chunk chunk) {
            assertThat(Thread.currentThread().getName()).isEqualTo("the-callers-own");
            told.add(chunk.getClass().getSimpleName());
        }

        @Override
        public void onEnd(TurnEnd end) {
            told.add("end " + end.finishReason());
        }

        @Override
        public void onFailure(RivuletException failure) {
            told.add(failure.getClass().getSimpleName() + " " + failure.partialText());
        }
    };

    @Test
    void isToldTheChunksAndThenTheEndOnTheCallersThread() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(started(1), delta(1, 0, "a"), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build();
                Subscription listening = listen(client, listener)) {
            listening.finished().join();
            assertThat(told).containsExactly("Started", "Text", "end stop");
            assertThat(listening.turnId()).contains(ScriptedServer.TURN);
        }
    }

    @Test
    void isToldOfAFailureAlsoBeforeTheFirstEvent() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                events(started(1), delta(1, 0, "a"), error("worker_lost", true)));
                RivuletClient client = TestClients.impatient(server).build()) {
            listen(client, listener).finished().join();
            listen(client, listener).finished().join();
        }
        assertThat(told).containsExactly("Started", "Text", "TurnFailedException a", "ConnectionLostException ");
    }

    @Test
    void whatAListenerThrowsIsNotSwallowed() throws IOException {
        TurnListener broken = new TurnListener() {
            @Override
            public void onChunk(Chunk chunk) {
                throw new UnsupportedOperationException("mine");
            }

            @Override
            public void onEnd(TurnEnd end) {
                told.add("end");
            }

            @Override
            public void onFailure(RivuletException failure) {
                told.add("failure");
            }
        };
        try (ScriptedServer server = new ScriptedServer(events(started(1), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build()) {
            CompletableFuture<Void> finished = listen(client, broken).finished();
            assertThatThrownBy(finished::join).isInstanceOf(CompletionException.class).hasRootCauseMessage("mine");
            assertThat(told).isEmpty();
        }
    }

    @Test
    void canBeCancelledAndClosedBeforeAGatewayHasAnswered() throws IOException {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        ScriptedServer.Response late = response -> {
            answer.join();
            events(started(1), done(1, "cancelled")).to(response);
        };
        try (ScriptedServer server = new ScriptedServer(late, json("{}"));
                RivuletClient client = TestClients.impatient(server).build()) {
            Subscription listening = listen(client, listener);
            listening.cancel();
            assertThat(listening.turnId()).isEmpty();
            answer.complete(null);
            listening.finished().join();
            assertThat(told).containsExactly("Started", "end cancelled");
            assertThat(server.requests()).extracting(ScriptedServer.Request::method).containsExactly("POST", "DELETE");

            server.then(server.silence());
            Subscription left = listen(client, listener);
            left.close();
            left.finished().join();
            assertThat(told).last().isEqualTo("StreamClosedException ");
        }
    }

    @Test
    void anExecutorThatTakesNoTaskIsTheCallersProblem() throws IOException {
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        try (ScriptedServer server = new ScriptedServer();
                RivuletClient client = TestClients.impatient(server).build()) {
            assertThatThrownBy(
                    () -> client.listen("s", Prompt.of("hi"), ReadOptions.DEFAULTS, full, listener))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    private static Subscription listen(RivuletClient client, TurnListener listener) {
        return client.listen("s", Prompt.of("hi"), ReadOptions.DEFAULTS, THREAD_EACH, listener);
    }
}
