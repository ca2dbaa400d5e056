package dev.rivulet.bench.fleet;

import dev.rivulet.testkit.process.FreePorts;
import java.util.List;

/** Where the processes listen. */
record Ports(int simulator, int broker, int workerManagement, int gateway) {

    static Ports free() {
        List<Integer> ports = FreePorts.find(4);
        return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }
}
