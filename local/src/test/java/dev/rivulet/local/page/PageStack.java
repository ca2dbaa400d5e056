package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.gateway.Gateway;
import dev.rivulet.local.process.RivuletCommand;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.worker.Worker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A worker and two gateways that keep their ports, with a provider whose answers a test chooses. The first gateway
 * is a process of its own, and can be killed.
 */
final class PageStack implements AutoCloseable {

    private final Map<String, Script> answers = new ConcurrentHashMap<>();
    private final String prefix = SharedKafka.newPrefix(PageStack.class);
    private final List<Integer> ports = FreePorts.find(2);
    private final Path logs;
    private final Worker worker;
    private final Gateway second;
    private JavaProcess first;
    final LlmSimulator simulator = LlmSimulator.start();

    /** @param logs where the process writes */
    PageStack(Path logs) throws InterruptedException {
        this.logs = logs;
        simulator.script(request -> answers.getOrDefault(request.prompt(), Scripts.echoConversation().apply(request)));
        worker = Worker.start(config(0));
        second = Gateway.start(config(ports.get(1)));
        startGateway();
        awaitGateway();
        await().until(worker::ready);
    }

    private Config config(int port) {
        return Config.of(Map.of(), Map.of("rivulet.kafka.bootstrap-servers", SharedKafka.bootstrapServers(),
                "rivulet.topics.prefix", prefix, "rivulet.topics.partitions", "4", "rivulet.provider.base-url",
                simulator.baseUrl(), "rivulet.provider.name", "simulator",
                "rivulet.worker.drain-timeout", "0s", "rivulet.http.port", String.valueOf(port)));
    }

    /** Chooses the answer to a prompt. */
    void answer(String prompt, Script script) {
        answers.put(prompt, script);
    }

    String url(int gateway) {
        return "http://127.0.0.1:" + ports.get(gateway) + "/";
    }

    /** With {@code kill -9}; returns when it is gone. */
    void killGateway() {
        first.signal("KILL");
        first.exitStatus();
    }

    /** The one that was killed, on its port. */
    void startGateway() {
        first = RivuletCommand.start(logs, Map.of("KAFKA_BOOTSTRAP_SERVERS", SharedKafka.bootstrapServers(),
                "RIVULET_TOPICS_PREFIX", prefix,
                "RIVULET_HTTP_PORT", String.valueOf(ports.get(0))), "gateway");
    }

    private void awaitGateway() {
        try (RivuletClient probe = RivuletClient.builder().gateways(url(0)).maxTries(1).build()) {
            await().until(probe::ready);
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
        worker.close();
        simulator.close();
    }
}
