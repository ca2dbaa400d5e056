package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Gateway;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatedRequest;
import dev.rivulet.testkit.llm.SimulatorConfig;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Separate workers and gateways over one Kafka, with a provider whose answer to each prompt a test can choose. */
public final class TestSystem implements AutoCloseable {

    private final Map<String, Function<SimulatedRequest, Script>> answers = new ConcurrentHashMap<>();
    private final Function<SimulatedRequest, Script> echo = Scripts.echoConversation();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Map<String, String> settings;
    final LlmSimulator simulator;
    final SseClient sse = new SseClient();

    /** Starts it in the broker that all tests of this JVM share, with few partitions and under topics of its own. */
    public static TestSystem inSharedKafka(int workerCount, int gatewayCount, Map<String, String> settings)
            throws InterruptedException {
        Map<String, String> all = new HashMap<>(Map.of("rivulet.topics.partitions", "4", "rivulet.topics.prefix",
                SharedKafka.newPrefix(TestSystem.class)));
        all.putAll(settings);
        return new TestSystem(SharedKafka.bootstrapServers(), workerCount, gatewayCount, all);
    }

    /** Starts it in a given Kafka. Returns when its workers are ready. */
    TestSystem(String bootstrapServers, int workerCount, int gatewayCount, Map<String, String> settings)
            throws InterruptedException {
        parts.push(sse);
        simulator = LlmSimulator.start(SimulatorConfig.defaults());
        parts.push(simulator);
        simulator.script(request -> answers.getOrDefault(request.prompt(), echo).apply(request));
        this.settings = new HashMap<>(settings);
        Map<String, String> all = this.settings;
        all.put("rivulet.kafka.bootstrap-servers", bootstrapServers);
        all.put("rivulet.provider.base-url", simulator.baseUrl());
        all.put("rivulet.provider.name", "simulator");
        all.put("rivulet.http.port", "0");
        all.put("rivulet.worker.drain-timeout", "0s");
        IntStream.range(0, workerCount).forEach(i -> addWorker(Map.of()));
        IntStream.range(0, gatewayCount).forEach(i -> addGateway(Map.of()));
        awaitWorkers();
    }

    /** Puts a worker in the place of the first, whose running turns start again there. */
    void replaceWorker() {
        replaceFirstWorker(Map.of());
    }

    /** The same, with settings of the new worker's own. */
    void replaceFirstWorker(Map<String, String> more) {
        addWorker(more);
        awaitWorkers();
        Worker first = workers.removeFirst();
        parts.remove(first);
        first.close();
    }

    private void awaitWorkers() {
        await().until(() -> workers.stream().allMatch(Worker::ready));
    }

    private Worker addWorker(Map<String, String> more) {
        try {
            workers.add(Worker.start(config(more)));
            parts.push(workers.getLast());
            return workers.getLast();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Starts one more gateway, with settings of its own. */
    void addGateway(Map<String, String> more) {
        try {
            gateways.add(Gateway.start(config(more)));
            parts.push(gateways.getLast());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** All workers leave without finishing what they run. */
    void stopWorkers() {
        parts.removeAll(workers);
        workers.forEach(Worker::close);
        workers.clear();
    }

    /** Starts one more worker, and waits until it takes part. */
    void startWorker() {
        addWorker(Map.of());
        awaitWorkers();
    }

    /** Starts one more worker with settings of its own, and does not wait for it. */
    Worker startWorker(Map<String, String> more) {
        return addWorker(more);
    }

    /** One worker leaves without finishing what it runs. */
    void stopWorker(Worker leaving) {
        workers.remove(leaving);
        parts.remove(leaving);
        leaving.close();
    }

    /** Returns what keeps workers from taking part. */
    List<String> obstacles() {
        return workers.stream().flatMap(worker -> worker.obstacle().stream()).toList();
    }

    /** One worker leaves without finishing what it runs, and another comes. */
    void replaceWorker(String id) {
        stopWorker(workers.stream().filter(worker -> worker.id().equals(id)).findFirst().orElseThrow());
        addWorker(Map.of());
    }

    /** One gateway stops; its number goes to the next. */
    void stopGateway(int gateway) {
        Gateway stopping = gateways.remove(gateway);
        parts.remove(stopping);
        stopping.close();
    }

    void startGateway() {
        addGateway(Map.of());
    }

    /** Chooses the provider's answer to a prompt; other prompts are answered with the conversation they came with. */
    public void answer(String prompt, Script script) {
        answer(prompt, request -> script);
    }

    /** The same, by the request. */
    public void answer(String prompt, Function<SimulatedRequest, Script> choice) {
        answers.put(prompt, choice);
    }

    /** The address of a gateway. */
    public TestClient client(int gateway) {
        return new TestClient("http://127.0.0.1:" + gateways.get(gateway).port(), sse);
    }

    /** Everything a client saw of a turn whose stream the gateway ended. */
    static ObservedTurn observe(SseStream stream) {
        assertThat(stream.awaitEnd(Waiting.LIMIT)).contains(new StreamEnd.EndedByServer());
        return ObservedTurn.of("turn", stream.events());
    }

    /** The name that one of Rivulet's topics has here. */
    String topic(String name) {
        return settings.getOrDefault("rivulet.topics.prefix", "") + name;
    }

    String bootstrapServers() {
        return settings.get("rivulet.kafka.bootstrap-servers");
    }

    /** The sum of a meter over all workers. */
    double workerMeter(String name) {
        return workers.stream().flatMap(worker -> worker.scrape().lines()).filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    /** Returns the configuration of its processes. */
    Config config(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return Config.of(Map.of(), all);
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
