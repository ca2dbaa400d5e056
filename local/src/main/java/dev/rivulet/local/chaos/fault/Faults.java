package dev.rivulet.local.chaos.fault;

import dev.rivulet.local.chaos.fleet.Fleet;
import dev.rivulet.local.chaos.fleet.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Brings faults about, one after another, and leaves a whole system behind after each. Used by one thread. */
public final class Faults {

    private final Fleet fleet;
    private final Consumer<String> say;
    private final List<Incident> incidents = new ArrayList<>();
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);

    /** @param say hears a line about each fault */
    public Faults(Fleet fleet, Consumer<String> say) {
        this.fleet = fleet;
        this.say = say;
    }

    /** Takes as long as the fault does, until what it hit is back. */
    public void inject(FaultPlan plan) throws InterruptedException {
        Slot worker = pick(fleet.workers(), plan.first());
        Slot gateway = pick(fleet.gateways(), plan.second());
        Slot broker = pick(fleet.brokers(), plan.second());
        counts.merge(plan.kind(), 1, Integer::sum);
        switch (plan.kind()) {
            case WORKER_KILLED -> replace(killed(worker));
            case TWO_WORKERS_KILLED -> {
                replace(killed(worker));
                Thread.sleep(plan.length());
                replace(killed(pick(fleet.workers(), plan.second())));
            }
            case WORKER_STALLED -> stall(worker, plan.length());
            case WORKER_DRAINED -> {
                drain(worker);
                replace(worker);
            }
            case WORKER_JOINS_AND_LEAVES -> {
                Slot more = fleet.addWorker();
                replace(more);
                Thread.sleep(plan.length());
                drain(more);
                fleet.removeWorker(more);
            }
            case GATEWAY_KILLED -> replace(killed(gateway));
            case GATEWAY_STALLED -> stall(gateway, plan.length());
            case GATEWAY_DRAINED -> {
                drain(gateway);
                gateway.awaitDrained();
                replace(gateway);
            }
            case BROKER_KILLED -> {
                replace(killed(broker));
                InSync.await(fleet.bootstrapServers());
            }
            case BROKER_STALLED -> {
                stall(broker, plan.length());
                InSync.await(fleet.bootstrapServers());
            }
            case ALL_BROKERS_KILLED -> outage(plan.length());
            case WORKER_AND_GATEWAY_KILLED -> {
                killed(worker);
                killed(gateway);
                replace(worker);
                replace(gateway);
            }
            case WORKER_AND_BROKER_KILLED -> {
                killed(worker);
                killed(broker);
                replace(worker);
                replace(broker);
                InSync.await(fleet.bootstrapServers());
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
        for (Slot broker : fleet.brokers()) {
            killed(broker);
        }
        Thread.sleep(length);
        fleet.brokers().forEach(Slot::start);
        for (Slot broker : fleet.brokers()) {
            broker.awaitReady();
        }
        InSync.await(fleet.bootstrapServers());
    }

    private Slot killed(Slot slot) throws InterruptedException {
        note(slot, true);
        say.accept("kill -9 " + slot.name() + idOf(slot));
        slot.kill();
        return slot;
    }

    private void stall(Slot slot, Duration length) throws InterruptedException {
        note(slot, false);
        say.accept("kill -STOP " + slot.name() + idOf(slot) + " for " + length.toMillis() + " ms");
        slot.stall();
        try {
            Thread.sleep(length);
        } finally {
            slot.goOn();
        }
    }

    private void drain(Slot slot) {
        say.accept("kill -TERM " + slot.name() + idOf(slot));
        slot.drain();
    }

    private void replace(Slot slot) throws InterruptedException {
        slot.start();
        slot.awaitReady();
        say.accept(slot.name() + idOf(slot) + " is ready");
    }

    private void note(Slot slot, boolean killed) {
        String id = slot.workerId();
        if (!id.isEmpty()) {
            incidents.add(new Incident(id, killed, System.currentTimeMillis()));
        }
    }

    private static String idOf(Slot slot) {
        String id = slot.workerId();
        return id.isEmpty() ? "" : " (" + id + ")";
    }

    private static Slot pick(List<Slot> slots, int number) {
        return slots.get(number % slots.size());
    }
}
