package dev.rivulet.bench.fleet;

import dev.rivulet.bench.load.LoadOrder;
import dev.rivulet.bench.load.LoadResult;
import dev.rivulet.bench.load.Route;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.JavaProgram;
import dev.rivulet.testkit.process.ProcessException;
import dev.rivulet.testkit.process.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The processes of a measurement, all on loopback and on free ports. Each is a process of its own, so that the system can
 * tell what each costs. They end with this object, also when their start fails half-way.
 */
public final class Fleet implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1:";

    private final Map<Role, JavaProcess> children = new EnumMap<>(Role.class); // guarded by this
    private final Ports ports = Ports.free();
    private final JvmOptions options;
    private final Path directory;
    private LoadLine load;
    private boolean closed; // guarded by this

    private Fleet(JvmOptions options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    /** Nothing runs yet: whoever is to close it can know it before its start. */
    public static Fleet in(Path directory, Map<Role, List<String>> jvmOptions) {
        return new Fleet(new JvmOptions(jvmOptions), directory);
    }

    /**
     * Starts what the routes need; returns when all of it is ready.
     *
     * @param rate tokens per second of each stream
     */
    public void start(List<Route> routes, int rate) throws InterruptedException {
        JavaProcess simulator = start(Role.SIMULATOR,
                List.of(Integer.toString(ports.simulator()), Integer.toString(rate)),
                Map.of());
        if (routes.contains(Route.RIVULET)) {
            startRivulet();
        }
        Readiness.http(simulator, ports.simulator(), "/v1/models");
        load = new LoadLine(start(Role.LOAD, List.of(), Map.of()));
    }

    private void startRivulet() throws InterruptedException {
        String kafka = LOOPBACK + ports.broker();
        JavaProcess broker = start(Role.BROKER, List.of("kafka", "--data", directory.resolve("kafka").toString()),
                Map.of("RIVULET_KAFKA_PORT", Integer.toString(ports.broker())));
        Readiness.port(broker, ports.broker());
        JavaProcess worker = start(Role.WORKER, List.of("worker"),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka, "OPENAI_BASE_URL",
                        "http://" + LOOPBACK + ports.simulator() + "/v1", "RIVULET_WORKER_HTTP_PORT",
                        Integer.toString(ports.workerManagement())));
        Readiness.http(worker, ports.workerManagement(), "/readyz");
        JavaProcess gateway = start(Role.GATEWAY, List.of("gateway"), Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka,
                "RIVULET_HTTP_PORT", Integer.toString(ports.gateway())));
        Readiness.http(gateway, ports.gateway(), "/readyz");
    }

    private synchronized JavaProcess start(Role role, List<String> arguments, Map<String, String> environment) {
        if (closed) {
            throw new ProcessException("the benchmark was told to end");
        }
        JavaProgram program = JavaProgram.of(role.label(), role.main(), arguments.toArray(String[]::new))
                .withOptions(options.of(role)).withEnvironment(environment);
        JavaProcess child = role == Role.LOAD
                ? JavaProcess.startTalking(program, directory)
                : JavaProcess.start(program, directory);
        children.put(role, child);
        return child;
    }

    /** Where the streams of a route are asked for. */
    public int port(Route route) {
        return route == Route.DIRECT ? ports.simulator() : ports.gateway();
    }

    /** Hands the load generator an order; it begins at the order's time. */
    public void send(LoadOrder order) {
        load.send(order);
    }

    /** Waits for the end of the order sent last. */
    public LoadResult receive() {
        return load.receive();
    }

    public synchronized Map<Role, CpuTime> cpu() {
        children.values().forEach(JavaProcess::requireAlive);
        return each(Fleet::cpu);
    }

    /** Peak resident memory of each process, bytes; see {@link #forgetPeaks}. */
    public synchronized Map<Role, Long> peakMemory() {
        return each(child -> memory(child).peak());
    }

    public synchronized void forgetPeaks() {
        children.values().forEach(child -> memory(child).forgetPeak());
    }

    /** The heap limit of each process as it is set. */
    public synchronized Map<Role, String> maxHeap() {
        return children.keySet().stream().collect(Collectors.toMap(role -> role, options::maxHeap, (a, b) -> a,
                () -> new EnumMap<>(Role.class)));
    }

    public synchronized Map<Role, Long> pids() {
        return each(child -> child.process().pid());
    }

    private static CpuTime cpu(JavaProcess child) {
        return new CpuTime(child.process().info().totalCpuDuration().orElse(Duration.ZERO),
                JitThreads.cpu(child.process().pid()));
    }

    private static Memory memory(JavaProcess child) {
        return new Memory(child.process().pid());
    }

    private <T> Map<Role, T> each(Function<JavaProcess, T> what) {
        Map<Role, T> all = new EnumMap<>(Role.class);
        children.forEach((role, child) -> all.put(role, what.apply(child)));
        return all;
    }

    /** Ends the processes, last started first. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Role role : List.of(Role.values()).reversed()) {
            JavaProcess child = children.remove(role);
            if (child != null) {
                child.close();
            }
        }
    }
}
