package dev.rivulet.schemas.command;

import dev.rivulet.schemas.TurnId;

/** A {@link Command} about one turn. */
public sealed interface TurnCommand extends Command
        permits PromptRequested, CancelRequested, AttemptClaimed, AttemptGivenUp {

    TurnId turnId();
}
