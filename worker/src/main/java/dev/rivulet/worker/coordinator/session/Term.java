package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.command.AttemptClaimed;

/**
 * One stretch of time in which a worker coordinates a partition: from when the partition was assigned to it until it
 * moves away or the process ends.
 *
 * @param worker the process that coordinates: the owner of the attempts it dispatches
 * @param id unique; a partition that comes back to the same worker begins a new term
 * @param generation of the consumer group when the partition was assigned; null if unknown
 */
public record Term(String worker, String id, Integer generation) {

    /**
     * Returns whether the claim shows that the partition was assigned to another worker after this term began. Of a
     * claim without a generation, as earlier versions write, that is not known.
     */
    boolean isSupersededBy(AttemptClaimed claim) {
        return generation != null && claim.generation() != null && claim.generation() > generation
                && !claim.term().equals(id);
    }
}
