package dev.rivulet.local.chaos;

import dev.rivulet.local.chaos.hostile.HostileWriter;
import dev.rivulet.local.chaos.load.Gaps;
import dev.rivulet.local.chaos.load.LoadGenerator;
import dev.rivulet.local.chaos.load.Principals;
import dev.rivulet.local.chaos.process.SystemUnderTest;
import dev.rivulet.local.chaos.report.FuzzResult;
import dev.rivulet.local.chaos.request.HostileClients;
import dev.rivulet.local.process.ProcessSlot;
import dev.rivulet.local.process.ResourceUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes hostile records and sends hostile requests beside a load, and finds what that cost the gateways and the load:
 * time between events, and memory, files and sockets that are not given back.
 */
final class FuzzPhase {

    /** How many times longer the 99th percentile of gaps between events may be than in the quiet time before. */
    private static final int MOST_DELAY = 5;
    /** Enough to tell a percentile. */
    private static final int GAPS = 100;
    private static final Duration GAPS_LIMIT = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofSeconds(6);
    /** How long an attack goes on before it is measured: its first requests load and compile classes. */
    private static final Duration COLD = Duration.ofSeconds(10);
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(20);
    private static final long PAUSE_MS = 250;
    /** Connections of the load come and go. */
    private static final int FILES_OF_A_CLIENT = 2;
    private static final int MORE_FILES = 20;
    private static final long MORE_BYTES = 32L << 20;

    private final SystemUnderTest system;
    private final LoadGenerator load;
    private final Principals principals;
    private final ChaosConfig config;
    private final Consumer<String> say;

    FuzzPhase(SystemUnderTest system, LoadGenerator load, Principals principals, ChaosConfig config,
            Consumer<String> say) {
        this.system = system;
        this.load = load;
        this.principals = principals;
        this.config = config;
        this.say = say;
    }

    /** @param requestsPerSecond hostile requests; 0 for none */
    FuzzResult run(HostileWriter records, int recordsPerSecond, int requestsPerSecond) throws InterruptedException {
        awaitGaps();
        List<Optional<ResourceUse>> before = resources();
        load.takeGaps();
        Thread.sleep(QUIET);
        awaitGaps();
        Gaps quiet = load.takeGaps();
        HostileClients clients = new HostileClients(system.gatewayUrls(), config.seed(),
                principals.hostileAuthorization(),
                (kind, response) -> load.isolation().tried("the hostile one", kind, response));
        say.accept("writing hostile records, sending hostile requests");
        Thread requests = Thread.ofVirtual().start(() -> send(clients, requestsPerSecond));
        Duration cold = Collections.min(List.of(COLD, config.faults()));
        attack(records, cold, recordsPerSecond);
        load.takeGaps();
        attack(records, config.faults().minus(cold), recordsPerSecond);
        requests.join();
        Gaps hostile = load.takeGaps();
        List<String> faults = new ArrayList<>(clients.faults());
        faults.addAll(kept(before));
        if (quiet.count() == 0 || hostile.count() == 0) {
            faults.add("no gaps between events were seen");
        } else if (hostile.p99() > MOST_DELAY * quiet.p99()) {
            faults.add("99 of 100 gaps between events were " + quiet.p99() + " ms or less, and " + hostile.p99()
                    + " ms under attack");
        }
        return new FuzzResult(clients.sent(), clients.statuses(), quiet.p99(), hostile.p99(), hostile.longest(),
                faults);
    }

    private static void attack(HostileWriter records, Duration length, int perSecond) throws InterruptedException {
        if (perSecond > 0) {
            records.write(length, perSecond);
        } else {
            Thread.sleep(length);
        }
    }

    /** Waits until the load runs. */
    private void awaitGaps() throws InterruptedException {
        long end = System.nanoTime() + GAPS_LIMIT.toNanos();
        while (load.gapsSoFar() < GAPS && System.nanoTime() - end < 0) {
            Thread.sleep(PAUSE_MS);
        }
    }

    private void send(HostileClients clients, int perSecond) {
        try {
            if (perSecond > 0) {
                clients.run(config.faults(), perSecond);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Optional<ResourceUse>> resources() throws InterruptedException {
        List<Optional<ResourceUse>> uses = new ArrayList<>();
        for (ProcessSlot gateway : system.gateways()) {
            uses.add(ResourceUse.isKnown() ? Optional.of(gateway.resourceUse()) : Optional.empty());
        }
        return uses;
    }

    /** Returns what gateways hold in addition, and do not give back in time. */
    private List<String> kept(List<Optional<ResourceUse>> before) throws InterruptedException {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).isPresent()) {
                kept(system.gateways().get(i), before.get(i).get(), kept);
            }
        }
        return kept;
    }

    private void kept(ProcessSlot gateway, ResourceUse before, List<String> kept) throws InterruptedException {
        long mostFiles = before.openFiles() + (long) FILES_OF_A_CLIENT * config.clients() + MORE_FILES;
        long end = System.nanoTime() + RELEASE_LIMIT.toNanos();
        while (gateway.openFiles() > mostFiles && System.nanoTime() - end < 0) {
            Thread.sleep(PAUSE_MS);
        }
        ResourceUse after = gateway.resourceUse();
        say.accept(gateway.name() + ": " + before + " before, " + after + " after; waited "
                + TimeUnit.NANOSECONDS.toMillis(RELEASE_LIMIT.toNanos() - (end - System.nanoTime())) + " ms");
        if (after.openFiles() > mostFiles) {
            kept.add(gateway.name() + " has " + after.openFiles() + " files and sockets open, " + before.openFiles()
                    + " before");
        }
        long bytesBefore = before.liveBytes().orElse(Long.MAX_VALUE - MORE_BYTES);
        if (after.liveBytes().orElse(0) > bytesBefore + MORE_BYTES) {
            kept.add(gateway.name() + " holds " + after.liveBytes().getAsLong() + " bytes, " + bytesBefore + " before");
        }
    }
}
