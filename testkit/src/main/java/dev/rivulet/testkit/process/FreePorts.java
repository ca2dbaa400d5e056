package dev.rivulet.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports on loopback that nothing listens on. They are below the ephemeral ports (from 32768 on Linux, 49152
 * elsewhere), so that no outgoing connection takes one before it is bound.
 */
public final class FreePorts {

    private static final int FROM = 15_000;
    private static final int TO = 32_000;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet(); // never given twice in this JVM

    private FreePorts() {}

    /** Returns so many different free ports. */
    public static List<Integer> find(int count) {
        Set<Integer> found = new LinkedHashSet<>();
        for (int tries = 0; found.size() < count; tries++) {
            if (tries == TRIES) {
                throw new IllegalStateException("no free port");
            }
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (isFree(port) && GIVEN.add(port)) {
                found.add(port);
            }
        }
        return List.copyOf(found);
    }

    public static int find() {
        return find(1).getFirst();
    }

    /** Returns whether nothing listens on the port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
