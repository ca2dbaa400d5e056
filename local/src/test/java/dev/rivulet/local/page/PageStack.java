package dev.rivulet.local.page;

import dev.rivulet.gateway.Gateway;
import dev.rivulet.local.system.Waiting;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** A broker, a worker and two gateways that keep their ports, with a provider whose answers a test chooses. */
final class PageStack implements AutoCloseable {

    private final Map<String, Script> answers = new ConcurrentHashMap<>();
    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final List<Integer> ports = FreePorts.find(2);
    private final List<Gateway> gateways = new ArrayList<>();
    private final Worker worker;
    final LlmSimulator simulator = LlmSimulator.start();

    PageStack() throws InterruptedException {
        simulator.script(request -> answers.getOrDefault(request.prompt(), Scripts.echoConversation().apply(request)));
        worker = Worker.start(config(0));
        gateways.add(Gateway.start(config(ports.get(0))));
        gateways.add(Gateway.start(config(ports.get(1))));
        Awaitility.await().atMost(Waiting.LONG).until(worker::ready);
    }

    private Config config(int port) {
        return Config.of(Map.of(), Map.of("rivulet.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "rivulet.provider.base-url", simulator.baseUrl(), "rivulet.provider.name", "simulator",
                "rivulet.worker.drain-timeout", "0s", "rivulet.http.port", String.valueOf(port)));
    }

    /** Chooses the answer to a prompt. */
    void answer(String prompt, Script script) {
        answers.put(prompt, script);
    }

    String url(int gateway) {
        return "http://127.0.0.1:" + ports.get(gateway) + "/";
    }

    void stopGateway(int gateway) {
        gateways.get(gateway).close();
    }

    void startGateway(int gateway) throws InterruptedException {
        gateways.set(gateway, Gateway.start(config(ports.get(gateway))));
    }

    @Override
    public void close() {
        gateways.forEach(Gateway::close);
        worker.close();
        simulator.close();
        kafka.close();
    }
}
