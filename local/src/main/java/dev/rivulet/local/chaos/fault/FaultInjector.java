package dev.rivulet.local.chaos.fault;

import dev.rivulet.local.chaos.process.ProcessSlot;
import dev.rivulet.local.chaos.process.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Injects faults one after another; after each the system is complete again. Not thread-safe. */
public final class FaultInjector {

    private final SystemUnderTest system;
    private final Consumer<String> say;
    private final List<Incident> incidents = new ArrayList<>();
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);

    /** @param say receives a line about each fault */
    public FaultInjector(SystemUnderTest system, Consumer<String> say) {
        this.system = system;
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
        }
    }

    public List<Incident> incidents() {
        return List.copyOf(incidents);
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
        record(slot, true);
        say.accept("kill -9 " + slot.name() + idOf(slot));
        slot.kill();
        return slot;
    }

    private void stall(ProcessSlot slot, Duration length) throws InterruptedException {
        record(slot, false);
        say.accept("kill -STOP " + slot.name() + idOf(slot) + " for " + length.toMillis() + " ms");
        slot.pause();
        try {
            Thread.sleep(length);
        } finally {
            slot.resume();
        }
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

    private void record(ProcessSlot slot, boolean killed) {
        String id = slot.workerId();
        if (!id.isEmpty()) {
            incidents.add(new Incident(id, killed, System.currentTimeMillis()));
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
