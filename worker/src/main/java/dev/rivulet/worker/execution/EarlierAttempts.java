package dev.rivulet.worker.execution;

import dev.rivulet.schemas.SessionTurn;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds what earlier attempts of a turn have produced. Thread-safe. */
@FunctionalInterface
public interface EarlierAttempts {

    /**
     * Seals the attempts of a turn, so that nothing is added to what they have produced, and reads that. Does not
     * block.
     *
     * @param attempt the last one that was given up; earlier ones are sealed with it
     * @return completes on any thread: with what stands of them; empty if that is nothing; exceptionally if it cannot
     *         be read as a whole. A caller that needs it no more can cancel it.
     */
    CompletableFuture<Optional<StandingText>> seal(SessionTurn turn, int attempt);

    /**
     * Reads which calls the attempts of a turn have made that another begins anew. Nothing is sealed, and whatever
     * turns wait for goes first. Does not block.
     *
     * @param attempt the last one that was given up; earlier ones are read with it
     * @return completes on any thread: with the calls; empty if there were none; exceptionally if they cannot be read.
     *         A caller that needs it no more can cancel it.
     */
    default CompletableFuture<Optional<EarlierCalls>> calls(SessionTurn turn, int attempt) {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
