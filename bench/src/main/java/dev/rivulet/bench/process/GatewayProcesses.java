package dev.rivulet.bench.process;

import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.Readiness;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/** The gateways besides the first one. May be closed on any thread. */
final class GatewayProcesses implements AutoCloseable {

    private final IntFunction<JavaProcess> start;
    private final Deque<Running> running = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this

    private record Running(JavaProcess process, int port) {}

    /** @param start starts a gateway on a port */
    GatewayProcesses(IntFunction<JavaProcess> start) {
        this.start = start;
    }

    /** Starts and ends gateways until there are so many; returns when they are ready. */
    void resize(int count) throws InterruptedException {
        while (ports().size() > count) {
            endLast();
        }
        while (ports().size() < count) {
            int port = FreePorts.find(1).getFirst();
            JavaProcess process = start.apply(port);
            add(new Running(process, port));
            Readiness.http(process, port, "/readyz");
        }
    }

    synchronized List<Integer> ports() {
        return running.stream().map(Running::port).toList();
    }

    private synchronized void add(Running gateway) {
        running.add(gateway);
        if (closed) {
            endLast();
        }
    }

    private synchronized void endLast() {
        running.removeLast().process.close();
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            endLast();
        }
    }
}
