package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;

import dev.rivulet.gateway.Gateway;
import dev.rivulet.local.process.RivuletCommand;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.proxy.CuttingProxy;
import dev.rivulet.worker.Worker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway and a worker that is a process of its own, so that it can be killed while another takes over. */
final class LiveStack implements AutoCloseable {

    private final Map<String, Script> answers = new ConcurrentHashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final JavaProcess worker;
    private final Gateway gateway;
    private final CuttingProxy proxy;
    private Worker survivor; // null until the first is to be killed
    final LlmSimulator simulator = LlmSimulator.start();

    /** @param logs where the process writes */
    LiveStack(Path logs) throws InterruptedException {
        simulator.script(request -> answers.getOrDefault(request.prompt(), Scripts.echoConversation().apply(request)));
        int port = FreePorts.find(1).getFirst();
        settings.putAll(Map.of("rivulet.kafka.bootstrap-servers", SharedKafka.bootstrapServers(),
                "rivulet.topics.prefix", SharedKafka.newPrefix(LiveStack.class), "rivulet.topics.partitions", "4",
                "rivulet.provider.base-url", simulator.baseUrl(), "rivulet.provider.name", "simulator",
                "rivulet.gateway.models", "small,large", "rivulet.worker.drain-timeout", "0s",
                "rivulet.http.port", "0"));
        settings.put("rivulet.gateway.presence-delay", "200ms");
        Map<String, String> environment = new HashMap<>();
        settings.forEach((name, value) -> environment.put(name.toUpperCase(Locale.ROOT).replace('.', '_')
                .replace('-', '_'), value));
        environment.put("RIVULET_WORKER_HTTP_PORT", String.valueOf(port));
        worker = RivuletCommand.start(logs, environment, "worker");
        gateway = Gateway.start(Config.of(Map.of(), settings));
        proxy = CuttingProxy.to(gateway.port());
        await("the worker to be ready").ignoreExceptions().until(() -> isReady(port));
    }

    private static boolean isReady(int port) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");
            return http.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding()).statusCode() == 200;
        }
    }

    /** Chooses the answer to a prompt. */
    void answer(String prompt, Script script) {
        answers.put(prompt, script);
    }

    /** The page's address, through a proxy. */
    String url() {
        return "http://127.0.0.1:" + proxy.port() + "/";
    }

    /** Starts another worker, and kills the one that runs all turns. */
    void killWorker() throws InterruptedException {
        survivor = Worker.start(Config.of(Map.of(), settings));
        await("the other worker to be ready").until(survivor::ready);
        worker.signal("KILL");
        worker.exitStatus();
    }

    /** Resets the connections of all pages, which can connect again at once. */
    void cut() {
        proxy.cutAll();
    }

    @Override
    public void close() {
        proxy.close();
        gateway.close();
        if (survivor != null) {
            survivor.close();
        }
        worker.close();
        simulator.close();
    }
}
