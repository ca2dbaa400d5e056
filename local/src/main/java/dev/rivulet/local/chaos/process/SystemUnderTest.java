package dev.rivulet.local.chaos.process;

import dev.rivulet.local.process.ProcessSlot;
import dev.rivulet.local.process.ProcessSlot.Launch;
import dev.rivulet.local.process.RivuletProgram;
import dev.rivulet.testkit.kafka.NodePorts;
import dev.rivulet.testkit.kafka.ProxiedListener;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProgram;
import dev.rivulet.testkit.proxy.BrokerProxy;
import dev.rivulet.testkit.proxy.SilentProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Brokers, workers and gateways in separate JVMs, on loopback and free ports, with default settings. Used by one
 * thread; the addresses may be read by any.
 */
public final class SystemUnderTest implements AutoCloseable {

    private static final Pattern GATEWAY = Pattern.compile("rivulet-gateway-[0-9a-f]{8}");

    private final List<ProcessSlot> brokers = new ArrayList<>();
    private final List<ProcessSlot> workers = new CopyOnWriteArrayList<>();
    private final List<ProcessSlot> gateways = new ArrayList<>();
    private final List<ProcessSlot> removed = new CopyOnWriteArrayList<>();
    private final List<Integer> gatewayPorts;
    private final List<NodePorts> brokerPorts;
    /** Before the brokers, by their number; workers and gateways reach the brokers only through them. */
    private final List<BrokerProxy> proxies = new ArrayList<>();
    private final List<ProxiedListener> proxied = new ArrayList<>();
    /** Before the gateways; half of the clients reach them only through these. */
    private final List<SilentProxy> clientProxies = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Path directory;
    private int added;

    /**
     * @param provider the base URL of the LLM provider
     * @param settings environment variables of every worker and gateway, in addition to the required ones
     */
    public SystemUnderTest(SystemSize size, String provider, Map<String, String> settings, Path directory) {
        this.directory = directory;
        List<Integer> free = FreePorts.find(3 * size.brokers());
        brokerPorts = IntStream.range(0, size.brokers())
                .mapToObj(i -> new NodePorts(free.get(i), free.get(size.brokers() + i))).toList();
        for (int port : free.subList(2 * size.brokers(), 3 * size.brokers())) {
            BrokerProxy proxy = new BrokerProxy(port);
            proxies.add(proxy);
            proxied.add(new ProxiedListener(port, proxy.port()));
        }
        gatewayPorts = FreePorts.find(size.gateways());
        gatewayPorts.forEach(port -> clientProxies.add(new SilentProxy(port)));
        environment.putAll(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS",
                proxies.stream().map(BrokerProxy::address).collect(Collectors.joining(",")));
        environment.put("OPENAI_BASE_URL", provider);
        environment.putIfAbsent("RIVULET_PROVIDER_CONTINUATION", "prefix");
        IntStream.range(0, size.brokers()).forEach(i -> brokers.add(slot("broker" + i, name -> broker(name, i))));
        IntStream.range(0, size.workers()).forEach(i -> addWorker());
        gatewayPorts.forEach(port -> gateways.add(slot("gateway" + gateways.size(), name -> gateway(name, port))));
    }

    /** Starts all processes; returns when they are ready. */
    public void start() throws InterruptedException {
        brokers.forEach(ProcessSlot::start);
        for (ProcessSlot broker : brokers) {
            broker.awaitReady();
        }
        // One worker first: otherwise all processes try to create the missing topics.
        List<ProcessSlot> others = Stream.concat(workers.stream().skip(1), gateways.stream()).toList();
        workers.getFirst().start();
        workers.getFirst().awaitReady();
        others.forEach(ProcessSlot::start);
        for (ProcessSlot slot : others) {
            slot.awaitReady();
        }
    }

    /** Adds a slot for one more worker, without starting it. */
    public ProcessSlot addWorker() {
        ProcessSlot worker = slot("worker" + added++, this::worker);
        workers.add(worker);
        return worker;
    }

    /** Removes a worker that was told to stop. */
    public void removeWorker(ProcessSlot worker) {
        workers.remove(worker);
        removed.add(worker);
    }

    public List<ProcessSlot> brokers() {
        return List.copyOf(brokers);
    }

    public List<ProcessSlot> workers() {
        return List.copyOf(workers);
    }

    public List<ProcessSlot> gateways() {
        return List.copyOf(gateways);
    }

    public List<URI> gatewayUrls() {
        return gatewayPorts.stream().map(SystemUnderTest::url).toList();
    }

    /** Returns an address of each gateway that is its own, and one that is of the proxy before it. */
    public List<URI> clientUrls() {
        return Stream.concat(gatewayPorts.stream(), clientProxies.stream().map(SilentProxy::port))
                .map(SystemUnderTest::url).toList();
    }

    public List<SilentProxy> clientProxies() {
        return List.copyOf(clientProxies);
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    public String bootstrapServers() {
        return brokerPorts.stream().map(ports -> "127.0.0.1:" + ports.client()).collect(Collectors.joining(","));
    }

    private ProcessSlot slot(String name, Function<String, Launch> next) {
        return new ProcessSlot(name, next, directory);
    }

    private Launch broker(String name, int number) {
        String ports = brokerPorts.stream().map(NodePorts::toString).collect(Collectors.joining(","));
        JavaProgram program = RivuletProgram
                .of(name, "kafka", "--node", "" + number, "--cluster", ports, "--proxied",
                        proxied.get(number).toString(), "--data", directory.resolve("kafka" + number).toString());
        return new Launch(program, brokerPorts.get(number).client(), false);
    }

    private Launch worker(String name) {
        int port = FreePorts.find();
        return new Launch(RivuletProgram.of(name, "worker").withEnvironment(environment)
                .withEnvironment(Map.of("RIVULET_WORKER_HTTP_PORT", "" + port)),
                port, true);
    }

    private Launch gateway(String name, int port) {
        return new Launch(RivuletProgram.of(name, "gateway").withEnvironment(environment)
                .withEnvironment(Map.of("RIVULET_HTTP_PORT", "" + port)), port, true);
    }

    /** Lets no worker with this id reach the group coordinator; all else goes on. */
    public void cutOffFromGroup(String worker) {
        proxies.forEach(proxy -> proxy.cutOff(worker));
    }

    /** Loses all packets between the brokers and a worker or gateway, by the id that it generated. */
    public void partition(String process) {
        proxies.forEach(proxy -> proxy.partition(process));
    }

    /** Returns the ids that the connected gateways generated; not empty while a gateway is ready. */
    public List<String> gatewayIds() {
        return proxies.stream().flatMap(proxy -> proxy.clients().stream()).map(GATEWAY::matcher)
                .filter(Matcher::find).map(Matcher::group).distinct().sorted().toList();
    }

    /** Ends what {@link #cutOffFromGroup} and {@link #partition} began. */
    public void heal() {
        proxies.forEach(BrokerProxy::heal);
    }

    /** Returns workers and gateways that were told to stop but did not end with status 0. */
    public List<String> badEnds() throws InterruptedException {
        List<String> bad = new ArrayList<>();
        for (ProcessSlot slot : own().toList()) {
            bad.addAll(slot.badEnds());
        }
        return bad;
    }

    /** Returns what workers and gateways logged as errors. */
    public List<String> errors() {
        return own().flatMap(slot -> slot.errors().stream()).toList();
    }

    private Stream<ProcessSlot> own() {
        return Stream.of(workers, gateways, removed).flatMap(List::stream);
    }

    /** Kills all processes. */
    @Override
    public void close() {
        Stream.of(gateways, workers, removed, brokers).flatMap(List::stream).forEach(ProcessSlot::end);
        proxies.forEach(BrokerProxy::close);
        clientProxies.forEach(SilentProxy::close);
    }
}
