package dev.rivulet.local.chaos.load;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Finds text of one principal in what another was sent. Thread-safe. */
public final class IsolationCheck {

    private final AtomicLong tried = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    /**
     * A principal has asked for something of another's.
     *
     * @param request for people
     * @param response all that was sent
     */
    public void tried(String principal, String request, String response) {
        tried.incrementAndGet();
        received.addAndGet(response.length());
        check(principal, request, response);
    }

    /** A principal was sent a text that has to be its own. */
    public void check(String principal, String request, String response) {
        Set<String> others = OwnerMark.others(response, principal);
        if (!others.isEmpty()) {
            leaks.add(principal + " was sent text of " + others + " by " + request);
        }
    }

    /** Returns how often something of another's was asked for. */
    public long tried() {
        return tried.get();
    }

    /** Returns how many characters came of that. */
    public long received() {
        return received.get();
    }

    /** Returns what was seen that must not be. */
    public List<String> leaks() {
        return List.copyOf(leaks);
    }
}
