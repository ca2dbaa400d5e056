package dev.rivulet.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on loopback that nobody listens on. They lie below those that systems take for outgoing connections (from 32768 on
 * Linux, 49152 elsewhere), so that none of those gets one before it is listened on.
 */
public final class FreePorts {

    private static final int FROM = 15_000;
    private static final int TO = 32_000;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    /** Chosen together, so that they differ. */
    public static List<Integer> find(int count) {
        Set<Integer> found = new LinkedHashSet<>();
        for (int tries = 0; found.size() < count; tries++) {
            if (tries == TRIES) {
                throw new IllegalStateException("no free port");
            }
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (isFree(port)) {
                found.add(port);
            }
        }
        return List.copyOf(found);
    }

    public static int find() {
        return find(1).getFirst();
    }

    /** Whether nobody listens on it now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
