package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import java.util.concurrent.CompletableFuture;

/** What {@link TurnSubmitter} needs of Kafka. */
interface TurnCommands {

    /** Returns the events of a turn. */
    TurnLog log(OwnedSession session, TurnId turn);

    /**
     * Must be called before the prompt of a turn with a new id is published. Run the result when the turn was created;
     * see {@link dev.rivulet.gateway.log.KafkaAccess#creation}.
     */
    Runnable creation(TurnLog turn);

    /** Publishes a prompt without an idempotency key; see {@link dev.rivulet.gateway.log.CommandPublisher#publish}. */
    CompletableFuture<Void> publish(PromptRequested prompt);

    /**
     * Publishes a prompt with an idempotency key; see {@link
     * dev.rivulet.gateway.log.CoordinatorRequests#requestAcceptance}.
     */
    CompletableFuture<Accepted> accept(PromptRequested prompt);

    /** Publishes a cancel without waiting for the result. */
    void cancel(CancelRequested command);

    /**
     * Returns where a turn begins in the log; see {@link
     * dev.rivulet.gateway.log.lookup.TurnFinder#firstPosition}. Blocks.
     */
    StartPosition.From beginning(OwnedSession session, TurnId turn);

    static TurnCommands of(KafkaAccess kafka) {
        return new TurnCommands() {
            @Override
            public TurnLog log(OwnedSession session, TurnId turn) {
                return kafka.turnLog(session, turn);
            }

            @Override
            public Runnable creation(TurnLog turn) {
                return kafka.creation(turn);
            }

            @Override
            public CompletableFuture<Void> publish(PromptRequested prompt) {
                return kafka.publisher().publish(prompt);
            }

            @Override
            public CompletableFuture<Accepted> accept(PromptRequested prompt) {
                return kafka.coordinator().requestAcceptance(prompt);
            }

            @Override
            public void cancel(CancelRequested command) {
                kafka.publisher().cancel(command);
            }

            @Override
            public StartPosition.From beginning(OwnedSession session, TurnId turn) {
                return kafka.finder().firstPosition(kafka.address(session, turn));
            }
        };
    }
}
