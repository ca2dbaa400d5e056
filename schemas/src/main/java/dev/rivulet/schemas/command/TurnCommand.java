package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;

/** A {@link Command} about one turn. */
public sealed interface TurnCommand extends Command
        permits PromptRequested, CancelRequested, AttemptClaimed, AttemptGivenUp {

    TurnId turnId();

    /** Returns the turn that the command is about. */
    default SessionTurn sessionTurn() {
        return new SessionTurn(sessionId(), turnId());
    }
}
