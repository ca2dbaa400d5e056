package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.local.process.RivuletCommand;
import dev.rivulet.local.system.NpmCase;
import dev.rivulet.local.system.NpmClients;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.SimulatedRequest;
import dev.rivulet.testkit.llm.SimulatorConfig;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * {@code clients/js}, as it is packed, in Node and in Chromium, over two gateways that are processes of their own and
 * are killed while it reads.
 */
class JsClientIT {

    private static final String TEXT = IntStream.range(0, 5000).mapToObj(i -> "w" + i + " ")
            .collect(Collectors.joining());
    private static final Script ENDLESS = Script.of(TEXT).withTiming(Duration.ZERO, Duration.ofMillis(25));
    private static final String SAID = IntStream.range(0, 60).mapToObj(i -> "s" + i + " ")
            .collect(Collectors.joining());
    private static final Script ANSWER = Script.of(SAID).withTiming(Duration.ZERO, Duration.ofMillis(15));
    private static final Script SLOW = Script.of(SAID).withTiming(Duration.ZERO, Duration.ofMillis(40));
    private static final int ROUNDS = 3;
    private static final List<Integer> PORTS = FreePorts.find(2);

    @TempDir
    static Path logs;

    private static final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private static final JavaProcess[] gateways = new JavaProcess[2];
    private static String missing; // why nothing can be tested here; null when all is there
    private static NpmClients npm;
    private static LlmSimulator simulator;
    private static JsPage page; // null without a browser
    private static Map<String, String> environment;

    @BeforeAll
    static void start() throws Exception {
        try {
            npm = NpmClients.install();
        } catch (TestAbortedException reason) {
            missing = reason.getMessage();
            return;
        }
        page = Browser.isInstalled() ? open(JsPage.start(npm.directory())) : null;
        simulator = open(LlmSimulator.start());
        simulator.script(JsClientIT::answer);
        String prefix = SharedKafka.newPrefix(JsClientIT.class);
        environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", SharedKafka.bootstrapServers(), "RIVULET_TOPICS_PREFIX", prefix,
                "RIVULET_HTTP_CORS_ORIGINS", page == null ? "http://127.0.0.1:1" : page.origin());
        Worker worker = open(Worker.start(Config.of(Map.of(), Map.of("rivulet.kafka.bootstrap-servers",
                SharedKafka.bootstrapServers(), "rivulet.topics.prefix", prefix, "rivulet.topics.partitions", "4",
                "rivulet.provider.base-url", simulator.baseUrl(), "rivulet.provider.name", "simulator",
                "rivulet.worker.drain-timeout", "0s"))));
        startGateway(0);
        startGateway(1);
        awaitReady();
        await().until(worker::ready);
    }

    @AfterAll
    static void stop() throws Exception {
        for (JavaProcess gateway : gateways) {
            if (gateway != null) {
                gateway.close();
            }
        }
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    @BeforeEach
    void requireAll() {
        // Here and not in front of all: Surefire reports no reason for a class that is skipped as a whole.
        Assumptions.assumeTrue(missing == null, () -> missing);
    }

    private static Script answer(SimulatedRequest request) {
        return switch (request.prompt().split(" ")[0]) {
            case "say" -> ANSWER;
            case "slow" -> SLOW;
            default -> ENDLESS;
        };
    }

    @Test
    void nothingIsLostOrDoubledWhenAGatewayIsKilledInTheMiddleAndThenTheOther() {
        String addresses = address(0) + " " + address(1);
        Map<String, String> settings = new HashMap<>(Map.of("gateways", addresses, "prompt", "tell me", "text", TEXT,
                "chat", "killed-node"));
        try (NpmCase node = npm.start("rivulet-client.mjs", "survivesKills", settings)) {
            settings.put("session", "killed-chromium");
            if (page != null) {
                page.start("survivesKills", settings);
            }
            awaitAll(node, "reading");
            kill(0);
            awaitAll(node, "resumed 1");
            startGateway(0);
            awaitReady();
            kill(1);
            List<JsonNode> reports = new ArrayList<>(List.of(node.report()));
            if (page != null) {
                reports.add(page.report());
            }
            assertThat(reports).allSatisfy(report -> assertThat(report.path("lost").valueStream().map(JsonNode::asInt))
                    .hasSize(4).allMatch(lost -> lost >= 2));
            assertThat(simulator.requests().stream().filter(request -> request.prompt().equals("tell me")))
                    .as("each turn was asked for once").hasSize(4 * reports.size());
        } finally {
            restartWhatIsDown();
        }
    }

    /** In node and in Chromium at once: a gateway that one has the test kill is lost to the other, too. */
    @Test
    void useChatHasTheSameMessagesWheneverItsGatewayIsKilledAndItsPageIsReloaded() throws Exception {
        long seed = System.nanoTime();
        Map<String, String> settings = chat("chat-killed-node", "slow", "");
        settings.putAll(Map.of("rounds", String.valueOf(ROUNDS), "answer", SAID, "milliseconds", "2500", "seed",
                String.valueOf(seed)));
        try (NpmCase node = npm.start("rivulet-chat.mjs", "survives", settings)) {
            Map<String, Predicate<String>> cases = new HashMap<>(Map.of("node", node::hasSaid));
            if (page != null) {
                npm.bundle("chat-frame");
                settings.putAll(Map.of("chat", "chat-killed-chromium", "seed", String.valueOf(seed + 1)));
                page.startInstalled("chat-in-page.mjs", "survives", settings);
                cases.put("chromium", page::hasSaid);
            }
            for (int round = 0; round < ROUNDS; round++) {
                killFor(cases, "kill " + round);
            }
            List<JsonNode> reports = new ArrayList<>(List.of(node.report()));
            if (page != null) {
                reports.add(page.report());
            }
            assertThat(reports).as("seed " + seed).allSatisfy(report -> {
                assertThat(texts(report, "texts")).hasSize(2 * ROUNDS).isEqualTo(texts(report, "expected"));
                assertThat(report.path("lost").asInt()).as("connections lost").isPositive();
            });
        } finally {
            restartWhatIsDown();
        }
    }

    /** Kills the first gateway, and starts it again, for each of these cases as soon as it says so. */
    private static void killFor(Map<String, Predicate<String>> cases, String word) {
        Set<String> waiting = new HashSet<>(cases.keySet());
        await("all to say " + word).until(() -> {
            waiting.removeIf(name -> {
                boolean now = cases.get(name).test(word);
                if (now) {
                    kill(0);
                    startGateway(0);
                }
                return now;
            });
            return waiting.isEmpty();
        });
    }

    @Test
    void useChatHasTheSameMessagesAfterAReloadHoweverItsTurnsEnded() {
        Map<String, String> settings = chat("chat-ends", "say it", "w9 ");
        settings.putAll(Map.of("model", SimulatorConfig.UNKNOWN_MODEL, "endless", "tell me more"));
        try (NpmCase chat = npm.start("rivulet-chat.mjs", "isAnsweredAnewFailsAndIsStopped", settings)) {
            JsonNode report = chat.report();
            assertThat(texts(report, "anew")).containsExactly("say it", SAID);
            assertThat(texts(report, "failed")).containsExactly("say it", SAID, "fails", "");
            assertThat(report.path("code").asText()).isEqualTo("model_not_found");
            assertThat(report.path("stopped").asInt()).isEqualTo(6);
            assertThat(report.path("finishReason").asText()).isEqualTo("cancelled");
        }
    }

    private static Map<String, String> chat(String session, String prompt, String word) {
        return new HashMap<>(Map.of("gateways", address(0) + " " + address(1), "gateway", address(0), "chat", session,
                "prompt", prompt, "word", word));
    }

    private static List<String> texts(JsonNode report, String name) {
        return report.path(name).valueStream().map(JsonNode::asText).toList();
    }

    @Test
    void theCasesOfTheJavaClientHoldInChromiumToo() {
        Assumptions.assumeTrue(page != null, Browser.HOW_TO_INSTALL);
        page.start("runCases", Map.of());
        JsonNode report = page.report();
        assertThat(report.path("failures").valueStream().map(JsonNode::asText)).isEmpty();
        assertThat(report.path("ran").asInt()).isGreaterThan(30);
    }

    @Test
    void itsTypesAreWhatItsUsersWrite() throws Exception {
        assertThat(npm.failureOf("node_modules/typescript/bin/tsc", "--noEmit", "--strict",
                "--exactOptionalPropertyTypes", "--skipLibCheck", "--target", "es2022", "--module", "nodenext",
                "--lib", "es2023,dom,dom.asynciterable", "types.ts")).isEmpty();
    }

    private static void awaitAll(NpmCase node, String what) {
        await("all to be " + what).until(() -> node.hasSaid(what) && (page == null || page.hasSaid(what)));
    }

    private static void kill(int index) {
        gateways[index].signal("KILL");
        gateways[index].exitStatus();
    }

    private static void startGateway(int index) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("RIVULET_HTTP_PORT", String.valueOf(PORTS.get(index)));
        gateways[index] = RivuletCommand.start(logs, all, "gateway");
    }

    private static void restartWhatIsDown() {
        for (int i = 0; i < gateways.length; i++) {
            if (!gateways[i].alive()) {
                startGateway(i);
            }
        }
        awaitReady();
    }

    private static void awaitReady() {
        for (int i = 0; i < gateways.length; i++) {
            JavaProcess gateway = gateways[i];
            try (RivuletClient probe = RivuletClient.builder().gateways(address(i)).maxTries(1).build()) {
                await().until(() -> {
                    gateway.requireAlive();
                    return probe.ready();
                });
            }
        }
    }

    private static String address(int index) {
        return "http://127.0.0.1:" + PORTS.get(index);
    }

    private static <T extends AutoCloseable> T open(T part) {
        parts.push(part);
        return part;
    }
}
