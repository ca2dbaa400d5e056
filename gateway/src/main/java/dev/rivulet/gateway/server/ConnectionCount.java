package dev.rivulet.gateway.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts the open connections of all event loops, in all and by the client's address. Thread-safe. */
final class ConnectionCount {

    private final int max;
    private final int maxPerAddress;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int open;

    ConnectionCount(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Counts a connection in. Returns false, and does not count it, if there are too many. */
    synchronized boolean enter(InetAddress from) {
        if (open >= max || byAddress.getOrDefault(from, 0) >= maxPerAddress) {
            return false;
        }
        open++;
        byAddress.merge(from, 1, Integer::sum);
        return true;
    }

    /** Counts a connection out that was counted in. */
    synchronized void leave(InetAddress from) {
        open--;
        byAddress.computeIfPresent(from, (address, count) -> count > 1 ? count - 1 : null);
    }
}
