package dev.rivulet.local.chaos.fault;

import dev.rivulet.local.chaos.hostile.HostileWriter;
import dev.rivulet.local.chaos.load.LoadGenerator;
import dev.rivulet.local.chaos.load.SimulatedCompletions;
import dev.rivulet.local.chaos.process.ClockSkew;
import dev.rivulet.local.chaos.process.SystemUnderTest;
import dev.rivulet.local.process.ProcessSlot;
import dev.rivulet.local.process.Variation;
import dev.rivulet.testkit.proxy.SilentProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Injects faults one after another; after each the system is complete again. Not thread-safe. */
public final class FaultInjector {

    private static final int HOSTILE_RECORDS_PER_SECOND = 100;
    private static final int HERD = 1_000;
    private static final int MOST_SKEW_SECONDS = 120;
    /** Enough to start; not for the load of a worker. */
    private static final Variation TOO_LITTLE_MEMORY = new Variation(List.of("-Xmx40m"), Map.of());

    private final SystemUnderTest system;
    private final SimulatedCompletions provider;
    private final HostileWriter hostile;
    private final LoadGenerator load;
    private final Consumer<String> say;
    private final List<Incident> incidents = new ArrayList<>();
    private final Map<String, Duration> clocks = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);

    /** @param say receives a line about each fault */
    public FaultInjector(SystemUnderTest system, SimulatedCompletions provider, HostileWriter hostile,
            LoadGenerator load, Consumer<String> say) {
        this.system = system;
        this.provider = provider;
        this.hostile = hostile;
        this.load = load;
        this.say = say;
    }

    /** Injects a fault; returns when the processes it hit are ready again. */
    public void inject(FaultPlan plan) throws InterruptedException {
        ProcessSlot worker = pick(system.workers(), plan.first());
        ProcessSlot gateway = pick(system.gateways(), plan.second());
        ProcessSlot broker = pick(system.brokers(), plan.second());
        counts.merge(plan.kind(), 1, Integer::sum);
        switch (plan.kind()) {
            case WORKER_KILLED -> restart(kill(worker));
            case TWO_WORKERS_KILLED -> {
                restart(kill(worker));
                Thread.sleep(plan.length());
                restart(kill(pick(system.workers(), plan.second())));
            }
            case WORKER_STALLED -> stall(worker, plan.length());
            case WORKER_DRAINED -> {
                drain(worker);
                restart(worker);
            }
            case WORKER_JOINS_AND_LEAVES -> {
                ProcessSlot more = system.addWorker();
                restart(more);
                Thread.sleep(plan.length());
                drain(more);
                system.removeWorker(more);
            }
            case GATEWAY_KILLED -> restart(kill(gateway));
            case GATEWAY_STALLED -> stall(gateway, plan.length());
            case GATEWAY_DRAINED -> {
                drain(gateway);
                gateway.awaitDrained();
                restart(gateway);
            }
            case BROKER_KILLED -> {
                restart(kill(broker));
                ReplicasInSync.await(system.bootstrapServers());
            }
            case BROKER_STALLED -> {
                stall(broker, plan.length());
                ReplicasInSync.await(system.bootstrapServers());
            }
            case ALL_BROKERS_KILLED -> outage(plan.length());
            case WORKER_AND_GATEWAY_KILLED -> {
                kill(worker);
                kill(gateway);
                restart(worker);
                restart(gateway);
            }
            case WORKER_AND_BROKER_KILLED -> {
                kill(worker);
                kill(broker);
                restart(worker);
                restart(broker);
                ReplicasInSync.await(system.bootstrapServers());
            }
            case WORKER_CLOCK_WRONG -> skew(worker, plan);
            case GATEWAY_CLOCK_WRONG -> skew(gateway, plan);
            case WORKER_OUT_OF_MEMORY -> starve(worker, plan.length());
            case WORKER_CUT_OFF -> cutOff(worker, plan.length());
            case WORKER_PARTITIONED -> {
                record(worker, LossCause.PARTITIONED);
                partition(worker.name(), worker.workerId(), plan.length());
                worker.awaitReady();
            }
            case GATEWAY_PARTITIONED -> {
                List<String> ids = system.gatewayIds();
                partition("a gateway", ids.get(plan.first() % ids.size()), plan.length());
                for (ProcessSlot each : system.gateways()) {
                    each.awaitReady();
                }
            }
            case CLIENTS_PARTITIONED -> loseClients(plan);
            case RESUME_HERD -> {
                say.accept(HERD + " readers resume");
                List<String> wrong = load.resumeAtOnce(HERD, plan.first());
                say.accept((HERD - wrong.size()) + " of them got exactly the rest");
                violations.addAll(wrong);
            }
            case TOPIC_SHRUNK -> {
                say.accept(
                        "results of " + ShrunkTopic.BYTES + " bytes at most for " + plan.length().toMillis() + " ms");
                ShrunkTopic.shrink(system.bootstrapServers(), plan.length());
            }
            case PROVIDER_HANGS -> {
                say.accept("the provider hangs for " + plan.length().toMillis() + " ms");
                provider.hang(plan.length());
                Thread.sleep(plan.length());
            }
            case HOSTILE_RECORDS -> {
                say.accept("hostile records for " + plan.length().toMillis() + " ms");
                hostile.write(plan.length(), HOSTILE_RECORDS_PER_SECOND);
            }
        }
    }

    /** Returns what was injected so far. */
    public InjectedFaults injected() {
        return new InjectedFaults(incidents, clocks, hostile.turnsThatHaveToEnd(),
                counts.containsKey(FaultKind.TOPIC_SHRUNK));
    }

    /** Returns what faults found themselves that must not be. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    public Map<FaultKind, Integer> counts() {
        return Map.copyOf(counts);
    }

    private void outage(Duration length) throws InterruptedException {
        for (ProcessSlot broker : system.brokers()) {
            kill(broker);
        }
        Thread.sleep(length);
        system.brokers().forEach(ProcessSlot::start);
        for (ProcessSlot broker : system.brokers()) {
            broker.awaitReady();
        }
        ReplicasInSync.await(system.bootstrapServers());
    }

    private ProcessSlot kill(ProcessSlot slot) throws InterruptedException {
        record(slot, LossCause.KILLED);
        say.accept("kill -9 " + slot.name() + idOf(slot));
        slot.kill();
        return slot;
    }

    private void stall(ProcessSlot slot, Duration length) throws InterruptedException {
        record(slot, LossCause.STALLED);
        say.accept("kill -STOP " + slot.name() + idOf(slot) + " for " + length.toMillis() + " ms");
        slot.pause();
        try {
            Thread.sleep(length);
        } finally {
            slot.resume();
        }
    }

    /** The worker goes on, while others get its partitions. */
    private void cutOff(ProcessSlot worker, Duration length) throws InterruptedException {
        record(worker, LossCause.CUT_OFF);
        say.accept("no group coordinator for " + worker.name() + idOf(worker) + " for " + length.toMillis() + " ms");
        system.cutOffFromGroup(worker.workerId());
        try {
            Thread.sleep(length);
        } finally {
            system.heal();
        }
        worker.awaitReady();
    }

    private void partition(String name, String id, Duration length) throws InterruptedException {
        say.accept("no packets between " + name + " (" + id + ") and the brokers for " + length.toMillis() + " ms");
        system.partition(id);
        try {
            Thread.sleep(length);
        } finally {
            system.heal();
        }
    }

    private void loseClients(FaultPlan plan) throws InterruptedException {
        SilentProxy proxy = system.clientProxies().get(plan.second() % system.clientProxies().size());
        say.accept("no packets between half of the clients and a gateway for " + plan.length().toMillis() + " ms");
        proxy.fallSilent();
        try {
            Thread.sleep(plan.length());
        } finally {
            proxy.heal();
        }
    }

    /** For some time, runs a process whose clock is wrong. */
    private void skew(ProcessSlot slot, FaultPlan plan) throws InterruptedException {
        int most = MOST_SKEW_SECONDS;
        Duration ahead = Duration.ofSeconds((plan.first() ^ plan.second()) % (2 * most + 1) - most);
        kill(slot);
        slot.start(new Variation(List.of(), ClockSkew.environment(ahead)));
        slot.awaitReady();
        String id = slot.workerId();
        if (!id.isEmpty()) {
            clocks.put(id, ahead);
        }
        say.accept(slot.name() + idOf(slot) + " is ready, with a clock " + ahead.toSeconds() + " s ahead");
        Thread.sleep(plan.length());
        restart(kill(slot));
    }

    /** For some time, or until it ends by itself, runs a worker that has too little memory. */
    private void starve(ProcessSlot worker, Duration length) throws InterruptedException {
        kill(worker);
        long began = System.currentTimeMillis();
        worker.start(TOO_LITTLE_MEMORY);
        say.accept(worker.name() + " has too little memory");
        if (worker.awaitEnd(length)) {
            say.accept(worker.name() + idOf(worker) + " has ended by itself");
            if (!worker.workerId().isEmpty()) {
                incidents.add(new Incident(worker.workerId(), LossCause.OUT_OF_MEMORY, began));
            }
        } else {
            kill(worker);
        }
        restart(worker);
    }

    private void drain(ProcessSlot slot) {
        say.accept("kill -TERM " + slot.name() + idOf(slot));
        slot.drain();
    }

    private void restart(ProcessSlot slot) throws InterruptedException {
        slot.start();
        slot.awaitReady();
        say.accept(slot.name() + idOf(slot) + " is ready");
    }

    private void record(ProcessSlot slot, LossCause cause) {
        String id = slot.workerId();
        if (!id.isEmpty()) {
            incidents.add(new Incident(id, cause, System.currentTimeMillis()));
        }
    }

    private static String idOf(ProcessSlot slot) {
        String id = slot.workerId();
        return id.isEmpty() ? "" : " (" + id + ")";
    }

    private static ProcessSlot pick(List<ProcessSlot> slots, int number) {
        return slots.get(number % slots.size());
    }
}
