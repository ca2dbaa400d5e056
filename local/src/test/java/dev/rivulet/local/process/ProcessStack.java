package dev.rivulet.local.process;

import dev.rivulet.local.system.TestClient;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.sse.SseClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker, workers and gateways, each a process of its own as an operator would start them, in any order. */
public final class ProcessStack implements AutoCloseable {

    public final LlmSimulator llm = LlmSimulator.start();
    public final SseClient sse = new SseClient();
    private final List<JavaProcess> processes = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Path directory;

    /**
     * @param directory for the output and the broker's data
     * @param settings of all processes, as variables of their environment
     */
    public ProcessStack(Path directory, Map<String, String> settings) {
        this.directory = directory;
        String port = Integer.toString(FreePorts.find());
        environment.put("RIVULET_KAFKA_PORT", port);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port);
        environment.put("OPENAI_BASE_URL", llm.baseUrl());
        environment.putAll(settings);
    }

    public JavaProcess startKafka() {
        return start(environment, "kafka", "--data", directory.resolve("data").toString());
    }

    public JavaProcess startWorker() {
        return start(environment, "worker");
    }

    public TestClient startGateway() {
        String port = Integer.toString(FreePorts.find());
        Map<String, String> own = new HashMap<>(environment);
        own.put("RIVULET_HTTP_PORT", port);
        start(own, "gateway");
        return new TestClient("http://127.0.0.1:" + port, sse);
    }

    private JavaProcess start(Map<String, String> variables, String... command) {
        JavaProcess process = RivuletCommand.start(directory, variables, command);
        processes.add(process);
        return process;
    }

    public String bootstrapServers() {
        return environment.get("KAFKA_BOOTSTRAP_SERVERS");
    }

    /** In the order of their start. */
    public List<JavaProcess> processes() {
        return List.copyOf(processes);
    }

    @Override
    public void close() {
        sse.close();
        llm.close();
        processes.forEach(JavaProcess::close);
    }
}
