package dev.rivulet.bench.process;

import dev.rivulet.testkit.process.FreePorts;
import java.util.List;

/** The ports of the processes. */
record ProcessPorts(int simulator, int broker, int workerManagement, int gateway) {

    static ProcessPorts free() {
        List<Integer> ports = FreePorts.find(4);
        return new ProcessPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }
}
