package dev.rivulet.worker.liveness;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.worker.execution.WorkerLoad;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a worker says of itself in its heartbeats. Versions before said nothing: such a worker coordinates, and runs its
 * own turns only.
 *
 * @param roles the names of its {@link WorkerRole}s, perhaps of a later version's; null in heartbeats of before
 * @param running how many turns run there; null, as the next two, when it takes none of other workers
 * @param waiting how many turns wait there for a slot
 * @param room how many more could start there at once
 */
public record WorkerStatus(List<String> roles, Integer running, Integer waiting, Integer room) {

    /** Of a worker of which nothing is known but that it lives. */
    public static final WorkerStatus UNKNOWN = new WorkerStatus(null, null, null, null);

    public WorkerStatus {
        roles = roles == null ? null : List.copyOf(roles);
    }

    /** @param load empty when the worker takes no turns: because of its roles, or because it stops */
    public static WorkerStatus of(Collection<WorkerRole> roles, Optional<WorkerLoad> load) {
        return new WorkerStatus(roles.stream().map(WorkerRole::wire).sorted().toList(),
                load.map(WorkerLoad::running).orElse(null), load.map(WorkerLoad::waiting).orElse(null),
                load.map(WorkerLoad::room).orElse(null));
    }

    /** Reads a heartbeat. What cannot be read is a heartbeat all the same. */
    public static WorkerStatus read(byte[] json) {
        try {
            return Json.read(json, WorkerStatus.class);
        } catch (UnreadableRecordException unreadable) {
            return UNKNOWN;
        }
    }

    public byte[] json() {
        return Json.write(this);
    }

    /** Whether it takes part in the coordination. */
    public boolean coordinates() {
        return roles == null || roles.contains(WorkerRole.COORDINATE.wire());
    }

    /** Whether it runs turns. */
    public boolean executes() {
        return roles == null || roles.contains(WorkerRole.EXECUTE.wire());
    }

    /** Returns its load; empty when it takes no turns of other workers. */
    public Optional<WorkerLoad> load() {
        return running == null || waiting == null || room == null
                ? Optional.empty()
                : Optional.of(new WorkerLoad(running, waiting, room));
    }
}
