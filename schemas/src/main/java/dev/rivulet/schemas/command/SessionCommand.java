package dev.rivulet.schemas.command;

import dev.rivulet.schemas.TurnId;

/** A {@link Command} about a session as a whole. */
public sealed interface SessionCommand extends Command permits SessionRequested, ForgetRequested {

    /** New for each request, a UUID of version 7: what tells a repetition from a replay. */
    TurnId requestId();
}
