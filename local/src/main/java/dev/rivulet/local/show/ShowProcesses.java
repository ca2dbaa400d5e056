package dev.rivulet.local.show;

import dev.rivulet.local.process.ProcessSlot;
import dev.rivulet.local.process.ProcessSlot.Launch;
import dev.rivulet.local.process.RivuletProgram;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** A broker, two workers and two gateways: each a process that ends when this one does. Thread-safe. */
final class ShowProcesses implements AutoCloseable {

    static final int GATEWAYS = 2;
    private static final int WORKERS = 2;
    private static final Duration WORKER_PAUSE = Duration.ofSeconds(3);
    private static final Duration GATEWAY_PAUSE = Duration.ofSeconds(2);
    private static final Duration BROKER_PAUSE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(10);

    private final Path logs;
    private final Map<String, String> environment;
    private final RestartedProcess broker;
    private final List<RestartedProcess> workers = new ArrayList<>();
    private final List<RestartedProcess> gateways = new ArrayList<>();

    /**
     * What all processes share, and what each has of its own.
     *
     * @param environment variables of all
     * @param services settings of workers and gateways
     * @param gateways settings of the gateways
     * @param secret that only the gateways get
     */
    record Plan(Map<String, String> environment, Map<String, String> services, Map<String, String> gateways,
            String secret) {}

    /**
     * @param data of the broker
     * @param logs where the processes write
     * @param gatewayPorts on which the gateways listen, by number
     */
    ShowProcesses(Plan plan, Path data, Path logs, int kafkaPort, List<Integer> gatewayPorts) {
        this.logs = logs;
        this.environment = plan.environment();
        broker = new RestartedProcess(slot("kafka", name -> new Launch(
                program(name, Map.of("rivulet.kafka.port", "" + kafkaPort), "kafka", "--data",
                        data.toAbsolutePath().toString()),
                kafkaPort, false)), BROKER_PAUSE);
        for (int i = 1; i <= WORKERS; i++) {
            workers.add(new RestartedProcess(slot("worker " + i, name -> worker(name, plan.services())), WORKER_PAUSE));
        }
        Map<String, String> ofGateways = new HashMap<>(plan.services());
        ofGateways.putAll(plan.gateways());
        for (int i = 1; i <= GATEWAYS; i++) {
            int port = gatewayPorts.get(i - 1);
            gateways.add(new RestartedProcess(slot("gateway " + i, name -> gateway(name, port, ofGateways, plan)),
                    GATEWAY_PAUSE));
        }
    }

    private ProcessSlot slot(String name, Function<String, Launch> next) {
        return new ProcessSlot(name, file -> next.apply(file.replace(' ', '-')), logs);
    }

    private Launch worker(String name, Map<String, String> settings) {
        int port = FreePorts.find();
        Map<String, String> own = new HashMap<>(settings);
        own.put("rivulet.worker.http-port", "" + port);
        own.put("rivulet.worker.drain-timeout", "0s");
        own.putIfAbsent("rivulet.worker.reasoning", "true");
        return new Launch(program(name, own, "worker"), port, true);
    }

    private Launch gateway(String name, int port, Map<String, String> settings, Plan plan) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("rivulet.http.port", "" + port);
        // As a variable: every user of the machine can read the command line.
        return new Launch(program(name, own, "gateway")
                .withEnvironment(Map.of("RIVULET_HTTP_CONTROL_SECRET", plan.secret())), port, true);
    }

    /** Settings as system properties, because they win over all that the user has set. */
    private JavaProgram program(String name, Map<String, String> settings, String... command) {
        List<String> options = settings.entrySet().stream().map(each -> "-D" + each.getKey() + "=" + each.getValue())
                .sorted().toList();
        return RivuletProgram.endingWithThisProcess(name, command).withOptions(options).withEnvironment(environment);
    }

    /**
     * Starts all; returns when they are ready.
     *
     * @throws dev.rivulet.testkit.process.ProcessException if one does not become ready
     */
    void start() throws InterruptedException {
        startAndAwait(List.of(broker));
        // One worker first: otherwise all processes try to create the missing topics.
        startAndAwait(workers.subList(0, 1));
        startAndAwait(Stream.concat(workers.stream().skip(1), gateways.stream()).toList());
    }

    private static void startAndAwait(List<RestartedProcess> processes) throws InterruptedException {
        processes.forEach(RestartedProcess::start);
        for (RestartedProcess process : processes) {
            process.awaitReady();
        }
    }

    RestartedProcess broker() {
        return broker;
    }

    List<RestartedProcess> workers() {
        return workers;
    }

    RestartedProcess gateway(int number) {
        return gateways.get(number);
    }

    Stream<RestartedProcess> all() {
        return Stream.of(workers, gateways, List.of(broker)).flatMap(List::stream);
    }

    /** Ends all, the broker last: the others need it to end in order. */
    @Override
    public void close() {
        List<RestartedProcess> clients = Stream.of(gateways, workers).flatMap(List::stream).toList();
        clients.forEach(RestartedProcess::stop);
        clients.forEach(process -> process.awaitStopped(PATIENCE));
        broker.stop();
        broker.awaitStopped(BROKER_PATIENCE);
    }
}
