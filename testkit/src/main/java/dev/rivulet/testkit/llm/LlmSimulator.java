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
 * An LLM provider on loopback that implements OpenAI's chat completions over HTTP/1.1, with and without streaming. A
 * {@link Script} decides how a request is answered or fails. It can be changed at any time and applies to later
 * requests.
 *
 * <p>Thread-safe. Counters change concurrently: await a value, such as {@link #openStreams()} of 0.
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

    /**
     * Starts a simulator; returns when it accepts connections.
     *
     * @throws UncheckedIOException if the port is in use; the message names it
     */
    public static LlmSimulator start(SimulatorConfig config) {
        return new LlmSimulator(config);
    }

    /** Starts with {@link SimulatorConfig#defaults()}. */
    public static LlmSimulator start() {
        return start(SimulatorConfig.defaults());
    }

    /** Returns the value for {@code OPENAI_BASE_URL}; it ends with {@code /v1}. */
    public String baseUrl() {
        return "http://" + config.host() + ":" + port + "/v1";
    }

    public int port() {
        return port;
    }

    /** Answers every later request with this script. */
    public void script(Script script) {
        scripts = request -> script;
    }

    /** Chooses the script of every later request. Called on the event loop; must not block. */
    public void script(Function<SimulatedRequest, Script> choice) {
        scripts = choice;
    }

    /** Returns the number of chat completions in progress, including stalled ones. */
    public int openStreams() {
        return log.open.get();
    }

    /** Returns the number of open TCP connections, including idle ones. */
    public int openConnections() {
        return log.connections.get();
    }

    /** Returns the number of HTTP requests of any kind since the start, including refused ones. */
    public long totalRequests() {
        return log.requests.get();
    }

    /** Returns the number of completions whose client disconnected before the end. */
    public long closedByClient() {
        return log.closedByClient.get();
    }

    /** Returns the last 256 accepted chat completion requests, oldest first. */
    public List<SimulatedRequest> requests() {
        return log.seen.list();
    }

    /** Returns the last 256 completions that have ended, oldest first. */
    public List<FinishedCompletion> finished() {
        return log.finished.list();
    }

    /**
     * Returns how many completion tokens were sent for a prompt, in all completions that have ended: what a provider
     * bills, whoever got them. Of the newest 65,536 prompts.
     */
    public long billedTokens(String prompt) {
        return log.billed(prompt);
    }

    /** Closes all connections at once, including those with a completion in progress. */
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
