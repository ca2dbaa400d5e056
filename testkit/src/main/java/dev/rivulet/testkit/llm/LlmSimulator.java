package dev.rivulet.testkit.llm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An LLM provider on loopback that speaks OpenAI's chat completions over HTTP/1.1, streaming or not. A {@link Script} says
 * how a request is answered, or how that fails; it can be changed at any time and holds for requests that come after.
 *
 * <p>Thread-safe. Counters are of the moment: wait for them, as in "until {@link #openStreams()} is 0".
 */
public final class LlmSimulator implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 10;

    private final SimulatorConfig config;
    private final CompletionLog log = new CompletionLog();
    private final Vertx vertx;
    private final int port;
    private volatile Function<SimulatedRequest, Script> scripts = Scripts.demo();

    private LlmSimulator(SimulatorConfig config) {
        this.config = config;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(config.eventLoops()).setFileSystemOptions(
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            this.port = listen();
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** Returns when the port accepts. Throws {@link UncheckedIOException} with the port in its message if it cannot. */
    public static LlmSimulator start(SimulatorConfig config) {
        return new LlmSimulator(config);
    }

    /** Starts with {@link SimulatorConfig#defaults()}. */
    public static LlmSimulator start() {
        return start(SimulatorConfig.defaults());
    }

    /** For {@code OPENAI_BASE_URL}: ends in {@code /v1}. */
    public String baseUrl() {
        return "http://" + config.host() + ":" + port + "/v1";
    }

    public int port() {
        return port;
    }

    /** From now on every request is answered like this. */
    public void script(Script script) {
        scripts = request -> script;
    }

    /** From now on the script is chosen for each request, on the event loop: this must not block. */
    public void script(Function<SimulatedRequest, Script> choice) {
        scripts = choice;
    }

    /** Chat completions being answered or stalled at the moment, streaming or not. */
    public int openStreams() {
        return log.open.get();
    }

    /** TCP connections open at the moment, idle ones included. */
    public int openConnections() {
        return log.connections.get();
    }

    /** HTTP requests of any kind since the start, refused ones included. */
    public long totalRequests() {
        return log.requests.get();
    }

    /** Answers that the client did not wait for. */
    public long closedByClient() {
        return log.closedByClient.get();
    }

    /** The newest 256 chat completions taken, oldest first. */
    public List<SimulatedRequest> requests() {
        return log.seen.list();
    }

    /** The newest 256 answers that are over, oldest first. */
    public List<FinishedCompletion> finished() {
        return log.finished.list();
    }

    /** Closes all connections at once, also those with an answer under way. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private int listen() {
        SimulatorServer first = new SimulatorServer(config, () -> scripts, log);
        try {
            await(vertx.deployVerticle(first));
            SimulatorConfig others = config.withPort(first.port());
            for (int loop = 1; loop < config.eventLoops(); loop++) {
                await(vertx.deployVerticle(new SimulatorServer(others, () -> scripts, log)));
            }
            return first.port();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BindException cause) {
                throw new UncheckedIOException("Port " + config.port() + " on " + config.host()
                        + " is already in use: choose another port for the simulator.", cause);
            }
            throw e;
        }
    }

    private static void await(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }
}
