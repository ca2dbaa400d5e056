package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.worker.coordinator.session.SessionMachine;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the terms of coordinators whose partitions were assigned to another worker without their knowledge, because the
 * group coordinator is unreachable from here: the other's claims say so. One for a process. Thread-safe.
 *
 * <p>Steps back once for each term of another that is not known to be dead. If the group assigns the partition here
 * again after that, that term was an earlier one: generations begin anew when a group was deleted.
 */
final class SupersededTerms {

    private static final Logger LOG = LoggerFactory.getLogger(SupersededTerms.class);
    private static final int REMEMBERED = 1_000;

    private final Predicate<String> isDead;
    private final Set<String> steppedBackFor = new LinkedHashSet<>();

    /** @param isDead whether a worker is known to be gone */
    SupersededTerms(Predicate<String> isDead) {
        this.isDead = isDead;
    }

    /**
     * @throws TaskMigratedException when the command was written by a later coordinator of the partition. Kafka Streams
     *             then drops all tasks of the thread without writing, and joins the group again
     */
    void check(SessionMachine machine, Command command) {
        if (machine.isSupersededBy(command) && command instanceof AttemptClaimed claim
                && !isDead.test(claim.writtenBy()) && isNew(claim.term())) {
            LOG.atWarn().addKeyValue("coordinator", claim.writtenBy()).addKeyValue("generation", claim.generation())
                    .addKeyValue("own", machine.term().generation())
                    .log("another worker coordinates this partition: stepping back");
            throw new TaskMigratedException("the partition was assigned to " + claim.writtenBy());
        }
    }

    private synchronized boolean isNew(String term) {
        boolean isNew = steppedBackFor.add(term);
        if (steppedBackFor.size() > REMEMBERED) {
            steppedBackFor.remove(steppedBackFor.iterator().next());
        }
        return isNew;
    }
}
