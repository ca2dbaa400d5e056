package dev.rivulet.bench.fleet;

import dev.rivulet.bench.load.LoadOrder;
import dev.rivulet.bench.load.LoadResult;
import dev.rivulet.bench.load.Route;
import java.nio.file.Path;
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

    private final Map<Role, Child> children = new EnumMap<>(Role.class); // guarded by this
    private final Ports ports = Ports.free();
    private final JavaCommand java;
    private final Path directory;
    private LoadLine load;
    private boolean closed; // guarded by this

    private Fleet(JavaCommand java, Path directory) {
        this.java = java;
        this.directory = directory;
    }

    /** Nothing runs yet: whoever is to close it can know it before its start. */
    public static Fleet in(Path directory, Map<Role, List<String>> jvmOptions) {
        return new Fleet(new JavaCommand(jvmOptions, directory), directory);
    }

    /**
     * Starts what the routes need; returns when all of it is ready.
     *
     * @param rate tokens per second of each stream
     */
    public void start(List<Route> routes, int rate) throws InterruptedException {
        Child simulator = start(Role.SIMULATOR, List.of(Integer.toString(ports.simulator()), Integer.toString(rate)),
                Map.of());
        if (routes.contains(Route.RIVULET)) {
            startRivulet();
        }
        Readiness.http(simulator, ports.simulator(), "/v1/models");
        load = new LoadLine(start(Role.LOAD, List.of(), Map.of()));
    }

    private void startRivulet() throws InterruptedException {
        String kafka = LOOPBACK + ports.broker();
        Child broker = start(Role.BROKER, List.of("kafka", "--data", directory.resolve("kafka").toString()),
                Map.of("RIVULET_KAFKA_PORT", Integer.toString(ports.broker())));
        Readiness.port(broker, ports.broker());
        Child worker = start(Role.WORKER, List.of("worker"),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka, "OPENAI_BASE_URL",
                        "http://" + LOOPBACK + ports.simulator() + "/v1", "RIVULET_WORKER_HTTP_PORT",
                        Integer.toString(ports.workerManagement())));
        Readiness.http(worker, ports.workerManagement(), "/readyz");
        Child gateway = start(Role.GATEWAY, List.of("gateway"), Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka,
                "RIVULET_HTTP_PORT", Integer.toString(ports.gateway())));
        Readiness.http(gateway, ports.gateway(), "/readyz");
    }

    private synchronized Child start(Role role, List<String> arguments, Map<String, String> environment) {
        if (closed) {
            throw new FleetException("the benchmark was told to end");
        }
        Child child = Child.start(role, java.line(role, arguments), environment, directory, role == Role.LOAD);
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
        children.values().forEach(Child::requireAlive);
        return each(Child::cpu);
    }

    /** Peak resident memory of each process, bytes; see {@link #forgetPeaks}. */
    public synchronized Map<Role, Long> peakMemory() {
        return each(child -> child.memory().peak());
    }

    public synchronized void forgetPeaks() {
        children.values().forEach(child -> child.memory().forgetPeak());
    }

    /** The heap limit of each process as it is set. */
    public synchronized Map<Role, String> maxHeap() {
        return children.keySet().stream().collect(Collectors.toMap(role -> role, java::maxHeap, (a, b) -> a,
                () -> new EnumMap<>(Role.class)));
    }

    public synchronized Map<Role, Long> pids() {
        return each(child -> child.process().pid());
    }

    private <T> Map<Role, T> each(Function<Child, T> what) {
        Map<Role, T> all = new EnumMap<>(Role.class);
        children.forEach((role, child) -> all.put(role, what.apply(child)));
        return all;
    }

    /** Ends the processes, last started first. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Role role : List.of(Role.values()).reversed()) {
            Child child = children.remove(role);
            if (child != null) {
                child.end();
            }
        }
    }
}
