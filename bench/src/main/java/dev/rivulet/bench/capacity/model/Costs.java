package dev.rivulet.bench.capacity.model;

/**
 * What was measured on one machine, compilation left out: of one copy of each record and one reader of each turn.
 *
 * @param log bytes on disk
 * @param sentBytes what a reader is sent for a token
 * @param readerMicros CPU of a gateway for an event at one more reader
 * @param heartbeats what heartbeats cost
 * @param turnHeapBytes what a running turn takes of a worker's heap beside its text, as admission counts it
 */
public record Costs(Processes processes, Threads threads, Log log, double sentBytes, double readerMicros,
        Heartbeats heartbeats, double turnHeapBytes) {

    /** See docs/capacity.md, which says how and where. */
    public static final Costs MEASURED = new Costs(
            new Processes(new Cost(16.5, 1_420), new Cost(5.3, 580), new Cost(7.5, 570)),
            new Threads(new Cost(0, 790), new Cost(10.8, 0), new Cost(4.3, 185), new Cost(2.6, 100)),
            new Log(new Cost(70, 600), new Cost(40, 2_500)), 150, 12.3, new Heartbeats(250, 50, 40), 32 << 10);

    /** CPU of whole processes, in microseconds. */
    public record Processes(Cost worker, Cost broker, Cost gateway) {}

    /**
     * The part of it that one thread takes, in microseconds.
     *
     * @param coordination what tokens take there are sweeps, which look at each running turn ten times a second
     * @param tail of a gateway: reads {@code chunk-events}
     */
    public record Threads(Cost coordination, Cost workerLoop, Cost gatewayLoop, Cost tail) {}

    /**
     * Bytes of one copy on disk.
     *
     * @param events {@code chunk-events}
     * @param others all other topics: commands, results, state
     */
    public record Log(Cost events, Cost others) {}

    /**
     * What a heartbeat costs each time that a worker reads it.
     *
     * @param bytes of a fetch that brings one
     * @param brokerMicros CPU of the partition's leader for that fetch
     * @param workerMicros CPU of the worker that reads it
     */
    public record Heartbeats(double bytes, double brokerMicros, double workerMicros) {}
}
