package dev.rivulet.worker.coordinator.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;

/**
 * A turn that has ended, with its terminal event: a replayed command or result publishes the same one again.
 *
 * @param terminal an {@code error} that an earlier version stored has no timings
 * @param at when it ended, in milliseconds since the epoch
 * @param unread true until the coordinator has read the turn's result from the log: a crash may have kept the result
 *            from being sent. Otherwise null
 */
public record EndedTurn(TurnId turn, @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type") @JsonSubTypes( {
        @JsonSubTypes.Type(value = Done.class, name = "done"),
        @JsonSubTypes.Type(value = TurnError.class, name = "error")}) ChunkEvent.Terminal terminal, long at,
        Boolean unread){

    EndedTurn(TurnId turn, ChunkEvent.Terminal terminal, long at) {
        this(turn, terminal, at, null);
    }

    /** Not named as a getter: JSON would take it for a field of the stored state. */
    boolean resultUnread() {
        return Boolean.TRUE.equals(unread);
    }

    /**
     * Returns whether the turn ended with this result. Until one is read from the log, the times may be others: after a
     * crash the result can be written once more, and an earlier version stored errors without times.
     */
    boolean isEndOf(TurnFinished result) {
        return resultUnread()
                ? result.attempt() == terminal.attempt() && result.outcome().equals(outcome())
                : result.terminal().equals(terminal);
    }

    Outcome outcome() {
        return switch (terminal) {
            case Done done -> new Outcome.Completed(done.finishReason(), done.usage());
            case TurnError error -> new Outcome.Failed(error.code(), error.message(), error.retryable(),
                    error.retryAfterMs(), error.usage());
        };
    }
}
