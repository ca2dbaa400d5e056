package dev.rivulet.client;

import static dev.rivulet.client.ScriptedServer.delta;
import static dev.rivulet.client.ScriptedServer.done;
import static dev.rivulet.client.ScriptedServer.drop;
import static dev.rivulet.client.ScriptedServer.events;
import static dev.rivulet.client.ScriptedServer.json;
import static dev.rivulet.client.ScriptedServer.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines, closing, interrupting and cancelling: which thread may do what, and that no thread is left. */
@Timeout(30)
class LifecycleTest {

    private final CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    private Set<Thread> before;

    @BeforeEach
    void remember() {
        before = threads();
    }

    @Test
    void theDeadlineCoversAStreamThatStalls() throws IOException {
        stalled(ReadOptions.DEFAULTS.deadline(Duration.ofMillis(300)), (server, stream) -> {
            DeadlineExceededException late = catchThrowableOfType(DeadlineExceededException.class, stream::end);
            assertThat(late.partialText()).isEqualTo("one");
            assertThat(late.bookmark().orElseThrow().cursor()).isEqualTo("d1.0");
            assertThatThrownBy(stream::end).isSameAs(late);
        });
    }

    @Test
    void theDeadlineCoversPausesAndResponses() throws IOException {
        ReadOptions soon = ReadOptions.DEFAULTS.deadline(Duration.ofMillis(200));
        try (ScriptedServer server = new ScriptedServer(drop());
                RivuletClient client = TestClients.impatient(server).backoff(TestClients.LONG, TestClients.LONG)
                        .build()) {
            assertThatThrownBy(() -> client.stream("s", Prompt.of("hi"), soon))
                    .isInstanceOf(DeadlineExceededException.class).hasCauseInstanceOf(IOException.class);
        }
        try (ScriptedServer server = new ScriptedServer();
                RivuletClient client = TestClients.impatient(server).build()) {
            server.then(server.silence());
            assertThatThrownBy(() -> client.stream("s", Prompt.of("hi"), soon))
                    .isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void closingFromAnotherThreadEndsTheWait() throws IOException {
        stalled(ReadOptions.DEFAULTS, (server, stream) -> {
            Thread reader = inTheBackground(stream::end);
            awaitWaiting(reader);
            stream.close();
            assertThat(outcome()).isInstanceOfSatisfying(StreamClosedException.class,
                    closed -> assertThat(closed.partialText()).isEqualTo("one"));
        });
    }

    @Test
    void closingEndsAPauseToo() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(started(1)));
                RivuletClient client = TestClients.impatient(server).backoff(Duration.ofDays(1), Duration.ofDays(1))
                        .build()) {
            TurnStream stream = client.stream("s", "hi");
            Thread reader = inTheBackground(stream::end);
            awaitWaiting(reader);
            stream.close();
            assertThat(outcome()).isInstanceOf(StreamClosedException.class);
        }
    }

    @Test
    void readingAfterCloseFailsClearlyButAKnownEndStaysKnown() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(started(1), delta(1, 0, "a"), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build()) {
            TurnStream stream = client.stream("s", "hi");
            stream.end();
            stream.close();
            stream.close();
            assertThatThrownBy(() -> stream.iterator().hasNext()).isInstanceOf(StreamClosedException.class)
                    .hasMessage("closed by the caller");
            assertThatThrownBy(() -> stream.iterator().next()).isInstanceOf(StreamClosedException.class);
            assertThat(stream.text()).isEqualTo("a");
        }
    }

    @Test
    void anInterruptedReaderStopsWithItsFlagSetAndCanReadOn() throws IOException {
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        ScriptedServer.Response held = response -> {
            events(started(1)).to(response);
            response.flush();
            goOn.join();
            ScriptedServer.raw(delta(1, 0, "a") + done(1, "stop")).to(response);
        };
        try (ScriptedServer server = new ScriptedServer(held);
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread reader = inTheBackground(() -> {
                try {
                    stream.end();
                } finally {
                    flag.complete(Thread.currentThread().isInterrupted());
                }
            });
            awaitWaiting(reader);
            reader.interrupt();
            assertThat(outcome()).isInstanceOf(ReadInterruptedException.class);
            assertThat(flag.join()).isTrue();
            goOn.complete(null);
            assertThat(stream.text()).isEqualTo("a");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aSecondReaderIsRefused() throws IOException {
        stalled(ReadOptions.DEFAULTS, (server, stream) -> {
            Thread reader = inTheBackground(stream::end);
            awaitWaiting(reader);
            assertThatThrownBy(() -> stream.iterator().hasNext()).isInstanceOf(IllegalStateException.class)
                    .hasMessage("another thread reads this stream");
            assertThat(stream.textSoFar()).isEqualTo("one");
        });
    }

    @Test
    void cancelMayComeFromAnyThreadWhileAnotherWaits() throws IOException {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        ScriptedServer.Response held = response -> {
            events(started(1), delta(1, 0, "half")).to(response);
            response.flush();
            cancelled.join();
            ScriptedServer.raw(done(1, "cancelled")).to(response);
        };
        ScriptedServer.Response taken = response -> {
            json("{}").to(response);
            cancelled.complete(null);
        };
        try (ScriptedServer server = new ScriptedServer(held, taken);
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            Thread reader = inTheBackground(stream::end);
            awaitWaiting(reader);
            stream.cancel();
            assertThat(outcome()).isNull();
            assertThat(stream.end()).isInstanceOf(TurnEnd.Cancelled.class);
            assertThat(server.requests().get(1).method()).isEqualTo("DELETE");
            assertThat(server.requests().get(1).path()).isEqualTo("/v1/sessions/s/turns/" + ScriptedServer.TURN);
        }
    }

    @Test
    void aClosedClientEndsItsStreamsAndLeavesNoThread() throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(server.eventsThenSilence(started(1)));
            server.then(server.eventsThenSilence(started(1)));
            RivuletClient client = TestClients.impatient(server).build();
            TurnStream read = client.stream("s", "hi");
            TurnStream unread = client.stream("s", "hi");
            Thread reader = inTheBackground(read::end);
            awaitWaiting(reader);
            assertThat(ours()).isNotEmpty();
            client.close();
            assertThat(outcome()).isInstanceOf(StreamClosedException.class);
            assertThatThrownBy(unread::end).isInstanceOf(StreamClosedException.class);
            assertThatThrownBy(() -> client.turn("s", "t")).isInstanceOf(StreamClosedException.class);
            assertThatThrownBy(() -> client.stream("s", "hi")).isInstanceOf(StreamClosedException.class);
            Awaitility.await().atMost(TestClients.LONG).untilAsserted(() -> assertThat(ours()).isEmpty());
        }
    }

    @Test
    void aStreamThatNobodyReadsStopsTheServerInsteadOfFillingTheMemory() throws IOException {
        int all = 64 << 20; // far more than sockets buffer
        AtomicInteger sent = new AtomicInteger();
        String event = delta(1, 0, "x".repeat(10_000));
        ScriptedServer.Response flood = response -> {
            events(started(1)).to(response);
            while (sent.get() < all) {
                ScriptedServer.raw(event).to(response);
                sent.addAndGet(event.length());
            }
        };
        try (ScriptedServer server = new ScriptedServer(flood);
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.iterator().next()).isInstanceOf(Chunk.Started.class);
            AtomicInteger before = new AtomicInteger(-1);
            Awaitility.await().atMost(TestClients.LONG).pollInterval(Duration.ofMillis(500))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(all);
        }
    }

    private interface Trial {
        void with(ScriptedServer server, TurnStream stream);
    }

    private static void stalled(ReadOptions options, Trial test) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(server.eventsThenSilence(started(1), delta(1, 0, "one")));
            try (RivuletClient client = TestClients.impatient(server).silenceLimit(Duration.ofDays(1)).build();
                    TurnStream stream = client.stream("s", Prompt.of("hi"), options)) {
                test.with(server, stream);
            }
        }
    }

    private Thread inTheBackground(Runnable work) {
        return Thread.ofPlatform().start(() -> {
            try {
                work.run();
                outcome.complete(null);
            } catch (Throwable thrown) {
                outcome.complete(thrown);
            }
        });
    }

    private Throwable outcome() {
        try {
            return outcome.get(TestClients.LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException nothing) {
            throw new AssertionError("the reader did not come back", nothing);
        }
    }

    private static void awaitWaiting(Thread thread) {
        Awaitility.await().atMost(TestClients.LONG).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private Set<Thread> ours() {
        return threads().stream().filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().matches("(rivulet-client|HttpClient).*"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
