package dev.rivulet.bench.process;

import dev.rivulet.bench.load.CallerKey;
import dev.rivulet.bench.load.plan.Plan;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.JavaProgram;
import dev.rivulet.testkit.process.ProcessException;
import dev.rivulet.testkit.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes of a benchmark, on loopback and free ports. One process per role, so that the operating system measures
 * each one's cost. {@link #close} ends them, even if {@link #start} failed half-way.
 */
public final class BenchProcesses implements AutoCloseable {

    private static final String RECORDING = "bench";
    private static final String LOOPBACK = "127.0.0.1:";

    private final Map<ProcessRole, JavaProcess> children = new EnumMap<>(ProcessRole.class); // guarded by this
    private final ProcessPorts ports = ProcessPorts.free();
    private final GatewayProcesses moreGateways = new GatewayProcesses(this::startGateway);
    private final JvmOptions options;
    private final int eventLoops;
    private final Optional<ApiKey.Generated> key; // of the load generator
    private final Path directory;
    private LoadGeneratorClient loadGenerator;
    private boolean recording; // guarded by this
    private boolean closed; // guarded by this

    private BenchProcesses(JvmOptions options, int eventLoops, boolean authenticates, Path directory) {
        this.options = options;
        this.eventLoops = eventLoops;
        this.key = authenticates
                ? Optional.of(ApiKey.generate("bench", "bench", EnumSet.allOf(Scope.class), Optional.empty()))
                : Optional.empty();
        this.directory = directory;
    }

    /**
     * Creates the object without starting a process, so that a shutdown hook can close it.
     *
     * @param directory must exist
     * @param eventLoops of the gateway and of the worker; 0: their defaults
     * @param authenticates whether the gateways ask for a key, which the load generator shows
     */
    public static BenchProcesses in(Path directory, Map<ProcessRole, List<String>> jvmOptions, int eventLoops,
            boolean authenticates) {
        return new BenchProcesses(new JvmOptions(jvmOptions), eventLoops, authenticates, directory);
    }

    /**
     * Starts the processes; returns when all are ready.
     *
     * @param rivulet whether worker, broker and gateway are needed
     * @param rate tokens per second of each stream
     */
    public void start(boolean rivulet, int rate) throws InterruptedException {
        JavaProcess simulator = start(ProcessRole.SIMULATOR,
                List.of(Integer.toString(ports.simulator()), Integer.toString(rate)),
                Map.of());
        if (rivulet) {
            startRivulet();
        }
        Readiness.http(simulator, ports.simulator(), "/v1/models");
        loadGenerator = new LoadGeneratorClient(start(ProcessRole.LOAD, List.of(),
                key.map(made -> Map.of(CallerKey.VARIABLE, made.key())).orElse(Map.of())));
    }

    private void startRivulet() throws InterruptedException {
        String kafka = LOOPBACK + ports.broker();
        JavaProcess broker = start(ProcessRole.BROKER,
                List.of("kafka", "--data", directory.resolve("kafka").toString()),
                Map.of("RIVULET_KAFKA_PORT", Integer.toString(ports.broker())));
        Readiness.port(broker, ports.broker());
        JavaProcess worker = start(ProcessRole.WORKER, List.of("worker"),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka, "OPENAI_BASE_URL",
                        "http://" + LOOPBACK + ports.simulator() + "/v1", "RIVULET_WORKER_HTTP_PORT",
                        Integer.toString(ports.workerManagement())),
                eventLoops("RIVULET_WORKER_EVENT_LOOPS"));
        Readiness.http(worker, ports.workerManagement(), "/readyz");
        JavaProcess gateway = startGateway(ports.gateway());
        keep(ProcessRole.GATEWAY, gateway);
        Readiness.http(gateway, ports.gateway(), "/readyz");
    }

    private JavaProcess startGateway(int port) {
        String name = port == ports.gateway() ? ProcessRole.GATEWAY.label() : ProcessRole.GATEWAY.label() + "-" + port;
        return launch(name, ProcessRole.GATEWAY, List.of("gateway"), Map.of("KAFKA_BOOTSTRAP_SERVERS",
                LOOPBACK + ports.broker(), "RIVULET_HTTP_PORT", Integer.toString(port)), gatewayOptions());
    }

    private Map<String, String> gatewayOptions() {
        Map<String, String> all = new HashMap<>(eventLoops("RIVULET_HTTP_EVENT_LOOPS"));
        key.ifPresent(made -> all.put("RIVULET_AUTH_KEYS_FILE", keysFile(made).toString()));
        return all;
    }

    private Path keysFile(ApiKey.Generated made) {
        try {
            return Files.writeString(directory.resolve("keys"), made.line().line() + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Has so many gateways run, the first one included; returns when they are ready.
     *
     * @param count at least 1
     */
    public void resizeGateways(int count) throws InterruptedException {
        moreGateways.resize(count - 1);
    }

    /** Returns the ports of all gateways. */
    public List<Integer> gatewayPorts() {
        return Stream.concat(Stream.of(ports.gateway()), moreGateways.ports().stream()).toList();
    }

    /** Returns what all gateways say of themselves. */
    public List<GatewayMetrics> gatewayMetrics() {
        return gatewayPorts().stream().map(port -> GatewayMetrics.of(port, key.map(ApiKey.Generated::key))).toList();
    }

    private Map<String, String> eventLoops(String variable) {
        return eventLoops == 0 ? Map.of() : Map.of(variable, Integer.toString(eventLoops));
    }

    private JavaProcess start(ProcessRole role, List<String> arguments, Map<String, String> environment) {
        return start(role, arguments, environment, Map.of());
    }

    private JavaProcess start(ProcessRole role, List<String> arguments, Map<String, String> environment,
            Map<String, String> more) {
        JavaProcess child = launch(role.label(), role, arguments, environment, more);
        keep(role, child);
        return child;
    }

    private synchronized void keep(ProcessRole role, JavaProcess child) {
        children.put(role, child);
    }

    private synchronized JavaProcess launch(String name, ProcessRole role, List<String> arguments,
            Map<String, String> environment, Map<String, String> more) {
        if (closed) {
            throw new ProcessException("the benchmark was told to end");
        }
        JavaProgram program = JavaProgram.of(name, role.main(), arguments.toArray(String[]::new))
                .withOptions(options.of(role)).withEnvironment(environment).withEnvironment(more);
        return role == ProcessRole.LOAD
                ? JavaProcess.startTalking(program, directory)
                : JavaProcess.start(program, directory);
    }

    /** Returns the port to which the requests of a shape are sent. */
    public int port(Shape shape) {
        return shape == Shape.DIRECT ? ports.simulator() : ports.gateway();
    }

    /** Sends a plan to the load generator, which starts at the time in the plan. */
    public void send(Plan plan) {
        loadGenerator.send(plan);
    }

    /** Waits for the result of the plan sent last. */
    public <R> R receive(Class<R> type) {
        return loadGenerator.receive(type);
    }

    public synchronized Map<ProcessRole, CpuTime> cpu() {
        children.values().forEach(JavaProcess::requireAlive);
        return each(BenchProcesses::cpu);
    }

    /** Returns what each topic takes on the broker's disk, in bytes; empty without a broker. */
    public Map<String, Long> logBytes() throws InterruptedException {
        return hasBroker() ? LogSizes.of(LOOPBACK + ports.broker()) : Map.of();
    }

    private synchronized boolean hasBroker() {
        return children.containsKey(ProcessRole.BROKER);
    }

    /** Returns the peak resident memory of each process in bytes, since the start or {@link #resetPeaks}. */
    public synchronized Map<ProcessRole, Long> peakMemory() {
        return each(child -> memory(child).peak());
    }

    /** Returns the number of event loops that gateway and worker were given; 0 for their defaults. */
    public int eventLoops() {
        return eventLoops;
    }

    /** Starts a recording (JFR) of each process, unless there is one. */
    public synchronized void startRecordings() {
        if (!recording) {
            recording = true;
            children.values().forEach(child -> Jcmd.run(child.process().pid(), "JFR.start", "name=" + RECORDING,
                    "settings=profile"));
        }
    }

    /** Writes the recordings, one file for each process; does nothing if there are none. */
    public synchronized void stopRecordings(Path folder) {
        if (recording) {
            recording = false;
            children.forEach((role, child) -> Jcmd.run(child.process().pid(), "JFR.stop", "name=" + RECORDING,
                    "filename=" + folder.resolve(role.label() + ".jfr")));
        }
    }

    /** Returns the memory of a process after a full collection, which it is made to do. */
    public synchronized MemoryUse memoryAfterGc(ProcessRole role) {
        return memory(children.get(role)).afterGc();
    }

    /** Returns how many files and sockets a process may have open; {@link Long#MAX_VALUE} if unknown. */
    public synchronized long mostOpenFiles(ProcessRole role) {
        return memory(children.get(role)).mostOpenFiles();
    }

    public synchronized void resetPeaks() {
        children.values().forEach(child -> memory(child).resetPeak());
    }

    /** Returns the configured heap limit of each process. */
    public synchronized Map<ProcessRole, String> maxHeap() {
        return children.keySet().stream().collect(Collectors.toMap(role -> role, options::maxHeap, (a, b) -> a,
                () -> new EnumMap<>(ProcessRole.class)));
    }

    public synchronized Map<ProcessRole, Long> pids() {
        return each(child -> child.process().pid());
    }

    private static CpuTime cpu(JavaProcess child) {
        return new CpuTime(child.process().info().totalCpuDuration().orElse(Duration.ZERO),
                ThreadTimes.of(child.process().pid()));
    }

    private static ProcessMemory memory(JavaProcess child) {
        return new ProcessMemory(child.process().pid());
    }

    private <T> Map<ProcessRole, T> each(Function<JavaProcess, T> what) {
        Map<ProcessRole, T> all = new EnumMap<>(ProcessRole.class);
        children.forEach((role, child) -> all.put(role, what.apply(child)));
        return all;
    }

    /** Ends the processes in reverse order of their start. */
    @Override
    public void close() {
        moreGateways.close();
        closeChildren();
    }

    private synchronized void closeChildren() {
        closed = true;
        for (ProcessRole role : List.of(ProcessRole.values()).reversed()) {
            JavaProcess child = children.remove(role);
            if (child != null) {
                child.close();
            }
        }
    }
}
