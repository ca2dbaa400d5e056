package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.local.process.RivuletCommand;
import dev.rivulet.local.system.NpmCase;
import dev.rivulet.local.system.NpmClients;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.proxy.CuttingProxy;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.Worker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Promise 4: an {@code EventSource} comes back by itself, always. The browser's own and npm's read {@code /stream} and
 * the events of a turn, all at once, while something fails in the middle of the answers. Each gets its whole text and
 * its end, once.
 */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class EventSourceIT {

    private static final String WORD = "w30 ";
    private static final String TEXT = text(350);
    /** Outlasts a gateway that starts, twice. */
    private static final String LONG = text(700);
    private static final String GONE = "gone";
    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PORT = FreePorts.find(1).getFirst();

    @TempDir
    static Path logs;

    private static final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private static EmbeddedKafka kafka;
    private static LlmSimulator simulator;
    private static Browser browser;
    private static Optional<NpmClients> npm = Optional.empty(); // without node, npm or a registry
    private static JavaProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        kafka = open(EmbeddedKafka.start());
        simulator = open(LlmSimulator.start());
        simulator.script(request -> Script.of(request.prompt().startsWith(GONE) ? LONG : TEXT)
                .withTiming(Duration.ZERO, Duration.ofMillis(40)));
        Worker worker = open(Worker.start(Config.of(Map.of(), Map.of("rivulet.kafka.bootstrap-servers",
                kafka.bootstrapServers(), "rivulet.topics.partitions", "2", "rivulet.provider.base-url",
                simulator.baseUrl(), "rivulet.provider.name", "simulator", "rivulet.worker.drain-timeout", "0s"))));
        browser = open(Browser.start());
        try {
            npm = Optional.of(NpmClients.install());
        } catch (TestAbortedException missing) {
            System.err.println("without npm's eventsource: " + missing.getMessage());
        }
        startGateway();
        await().until(worker::ready);
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    @Test
    void aGatewayThatIsStoppedAndAnotherThatIsKilled() {
        throughTheFailure(GONE, LONG, 3, PORT, sources -> {
            int connections = sources.connections();
            gateway.signal("TERM");
            assertThat(gateway.exitStatus()).isZero();
            startGateway();
            await("both to be back").until(() -> sources.connections() >= connections + 2);
            gateway.signal("KILL");
            gateway.exitStatus();
            startGateway();
        });
    }

    /** The connections are lost too: a gateway that waits for Kafka has nothing to send, and does not end them. */
    @Test
    void aKafkaThatIsAwayForTenSeconds() {
        try (CuttingProxy proxy = CuttingProxy.to(PORT)) {
            throughTheFailure("away", TEXT, 2, proxy.port(), sources -> {
                kafka.stopBroker(0);
                try {
                    long stopped = System.nanoTime();
                    await().until(() -> !isReady());
                    int connections = sources.connections();
                    proxy.cutAll();
                    await("the sources to try in vain").until(() -> sources.connections() > connections + 3
                            && System.nanoTime() - stopped > AWAY.toNanos());
                } finally {
                    kafka.startBroker(0);
                }
            });
        }
    }

    private static String text(int words) {
        return IntStream.range(0, words).mapToObj(i -> "w" + i + " ").collect(Collectors.joining());
    }

    /** @param connections that the browser's sources need at least */
    private void throughTheFailure(String name, String text, int connections, int port, Failure failure) {
        await().until(EventSourceIT::isReady);
        String base = "http://127.0.0.1:" + port;
        PageSources sources = PageSources.open(browser.driver, base, name);
        List<NpmCase> cases = npm.stream().flatMap(clients -> List.of("readsPlainText", "readsEvents").stream()
                .map(form -> clients.start("eventsource.mjs", form, settings(base, name + "-npm-" + form)))).toList();
        try {
            await("all to be in the middle").until(() -> sources.haveRead(WORD)
                    && cases.stream().allMatch(NpmCase::hasBegun));
            failure.happen(sources);
            assertThat(sources.awaitEnds()).allSatisfy(one -> assertWhole(one, text, connections));
            assertThat(cases).allSatisfy(one -> assertWhole(one.report(), text, 2));
        } finally {
            cases.forEach(NpmCase::close);
        }
        Map<String, Long> calls = simulator.requests().stream().map(request -> request.prompt())
                .filter(prompt -> prompt.startsWith(name + "-"))
                .collect(Collectors.groupingBy(prompt -> prompt, Collectors.counting()));
        assertThat(calls).as("calls to the provider").hasSize(2 + cases.size()).allSatisfy(
                (prompt, count) -> assertThat(count).as(prompt).isOne());
    }

    private static void assertWhole(JsonNode seen, String text, int connections) {
        assertThat(seen.path("text").asText()).isEqualTo(text);
        assertThat(seen.path("ends").asInt()).isOne();
        assertThat(seen.path("connections").asInt()).isGreaterThanOrEqualTo(connections);
    }

    private static Map<String, String> settings(String base, String prompt) {
        return new HashMap<>(Map.of("gateway", base, "proxy", base, "prompt", prompt, "chat", prompt, "word", WORD));
    }

    private static void startGateway() {
        gateway = RivuletCommand.start(logs, Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "RIVULET_HTTP_PORT", String.valueOf(PORT)), "gateway");
    }

    private static boolean isReady() {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/readyz"))
                    .timeout(Waiting.LIMIT).build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException refused) {
            return false;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static <T extends AutoCloseable> T open(T part) {
        parts.push(part);
        return part;
    }

    private interface Failure {
        void happen(PageSources sources);
    }
}
