package dev.rivulet.local.chaos.load;

import java.util.Random;

/** One who calls the gateways with a key of a principal, again and again until the load is stopped. */
abstract class SimulatedClient implements Runnable {

    final String principal;
    final Random random;
    final GatewayCalls gateways;
    final LoadGenerator load;

    /** @param seed decides what it does */
    SimulatedClient(String principal, long seed, GatewayCalls gateways, LoadGenerator load) {
        this.principal = principal;
        this.random = new Random(seed);
        this.gateways = gateways;
        this.load = load;
    }

    /** On a thread of its own, until the load is stopped or the thread is interrupted. */
    @Override
    public final void run() {
        try {
            begin();
            while (!load.stopped()) {
                round();
            }
            end();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the first round. */
    void begin() throws InterruptedException {}

    abstract void round() throws InterruptedException;

    /** After the last round; not if the thread is interrupted. */
    void end() throws InterruptedException {}
}
