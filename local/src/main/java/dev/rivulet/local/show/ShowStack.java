package dev.rivulet.local.show;

import dev.rivulet.local.show.ShowStatus.Part;
import dev.rivulet.local.stack.Provider;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.local.stack.StartedParts;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.proxy.CuttingProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A system of processes that its page can break: a broker, two workers, two gateways. This process has what has to
 * outlive them: the simulated provider, a TCP proxy before each gateway, which can cut its connections, and the server
 * that the page's panel calls.
 */
public final class ShowStack implements AutoCloseable {

    private static final String BOOTSTRAP = "rivulet.kafka.bootstrap-servers";
    private static final String HTTP = "rivulet.http.";
    private static final List<String> PASSED_ON = List.of("RIVULET_", "KAFKA_", "OPENAI_");

    private final StartedParts parts = new StartedParts();
    private final List<CuttingProxy> proxies = new ArrayList<>();
    private final ShowProcesses processes;
    private final LogWatch log;
    private final String bootstrapServers;
    private final boolean simulated;
    private final Path logs;

    private ShowStack(Config config, Map<String, String> environment, Path data) throws InterruptedException {
        if (config.value(BOOTSTRAP).isPresent()) {
            throw new InvalidConfigException(
                    BOOTSTRAP + ": up --show starts a broker of its own, which it can stop; leave this unset");
        }
        try {
            ControlServer control = parts.add(new ControlServer());
            Provider provider = parts.add(Provider.ofStack(config));
            simulated = provider.simulated();
            Stack.requireValid(provider.config().with(Map.of(HTTP + "control-url", control.url().toString(),
                    HTTP + "control-secret", control.secret())));
            logs = emptied(data.toAbsolutePath().resolve("show"));
            List<Integer> inner = FreePorts.find(ShowProcesses.GATEWAYS);
            int port = config.value(HTTP + "port").map(Integer::parseInt).orElse(8080);
            proxies.add(parts.add(CuttingProxy.at(port, inner.get(0))));
            proxies.add(
                    parts.add(CuttingProxy.at(port == 0 || !FreePorts.isFree(port + 1) ? 0 : port + 1, inner.get(1))));
            int kafkaPort = config.value("rivulet.kafka.port").map(Integer::parseInt).orElseGet(FreePorts::find);
            bootstrapServers = "127.0.0.1:" + kafkaPort;
            processes = parts
                    .add(new ShowProcesses(plan(environment, provider, control), data, logs, kafkaPort, inner));
            processes.start();
            Config own = config.with(Map.of(BOOTSTRAP, bootstrapServers));
            log = parts.add(LogWatch.start(
                    new KafkaClients(own.section(KafkaConfig.class, KafkaConfig.PREFIX), "rivulet-show"),
                    own.section(TopicsConfig.class, TopicsConfig.PREFIX).namePrefix().orElse("")));
            control.start(proxies.stream().map(CuttingProxy::port).toList(), Map.of("/status", this::status,
                    "/kill-worker", this::killWorker, "/restart-gateway", this::restartGateway, "/cut", this::cut,
                    "/stop-kafka", this::stopKafka));
        } catch (InterruptedException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /**
     * Starts everything; returns when prompts can be answered.
     *
     * @param environment the variables of this process
     * @param data the broker's data directory; the processes write their logs into its folder {@code show}
     * @throws InvalidConfigException if the configuration cannot be used, or names a cluster
     * @throws dev.rivulet.testkit.process.ProcessException if a process does not start
     * @throws UncheckedIOException if a port is taken
     */
    public static ShowStack start(Config config, Map<String, String> environment, Path data)
            throws InterruptedException {
        return new ShowStack(config, environment, data);
    }

    private ShowProcesses.Plan plan(Map<String, String> environment, Provider provider, ControlServer control) {
        Map<String, String> passedOn = new HashMap<>();
        environment.forEach((name, value) -> {
            if (PASSED_ON.stream().anyMatch(name::startsWith)) {
                passedOn.put(name, value);
            }
        });
        passedOn.remove("RIVULET_LOG_LEVEL"); // a worker's id is found in its log
        passedOn.computeIfPresent("RIVULET_CONFIG", (name, file) -> Path.of(file).toAbsolutePath().toString());
        Map<String, String> services = new HashMap<>();
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("rivulet."))
                .forEach(name -> services.put(name, System.getProperty(name)));
        services.putAll(provider.settings());
        services.put(BOOTSTRAP, bootstrapServers);
        return new ShowProcesses.Plan(passedOn, services, Map.of(HTTP + "host", "127.0.0.1", HTTP + "management-port",
                "", HTTP + "tls.certificate", "", HTTP + "tls.key", "", HTTP + "tls.client-ca", "",
                HTTP + "control-url", control.url().toString()), control.secret());
    }

    /** Removes the logs of an earlier start. */
    private static Path emptied(Path logs) {
        try {
            Files.createDirectories(logs);
            try (var files = Files.list(logs)) {
                for (Path old : files.filter(file -> file.toString().matches(".*\\.(out|err)")).toList()) {
                    Files.delete(old);
                }
            }
            return logs;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the addresses of the gateways. */
    public List<URI> urls() {
        return proxies.stream().map(proxy -> URI.create("http://127.0.0.1:" + proxy.port())).toList();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Returns whether answers come from the built-in simulator. */
    public boolean simulated() {
        return simulated;
    }

    /** Returns the directory with the logs of the processes. */
    public Path logs() {
        return logs;
    }

    private Object status(int gateway, String session) {
        List<Part> shown = processes.all().map(this::part).toList();
        return new ShowStatus(processes.gateway(gateway).name(), shown, log.position(session).orElse(null));
    }

    private Part part(RestartedProcess process) {
        String worker = process.workerId();
        return new Part(process.name(), process.state().word(), worker.isEmpty() ? null : worker,
                boxed(log.silentMs(worker)), boxed(process.startsInMs()));
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private Object killWorker(int gateway, String session) {
        String writer = log.position(session).filter(LogWatch.Position::writing).map(LogWatch.Position::worker)
                .orElseThrow(() -> new NotNowException("No worker writes in this conversation now. Ask something."));
        RestartedProcess worker = processes.workers().stream().filter(each -> each.workerId().equals(writer))
                .findFirst().orElseThrow(() -> new NotNowException(writer + " is gone already; another takes over."));
        return killed(worker);
    }

    private Object restartGateway(int gateway, String session) {
        return killed(processes.gateway(gateway));
    }

    private Object stopKafka(int gateway, String session) {
        return killed(processes.broker());
    }

    private static Object killed(RestartedProcess process) {
        if (!process.kill()) {
            throw new NotNowException(process.name() + " does not run now; it is being started.");
        }
        return Map.of("killed", process.name());
    }

    private Object cut(int gateway, String session) {
        proxies.get(gateway).cutAll();
        return Map.of("cut", processes.gateway(gateway).name());
    }

    /** Ends all processes. */
    @Override
    public void close() {
        parts.close();
    }
}
