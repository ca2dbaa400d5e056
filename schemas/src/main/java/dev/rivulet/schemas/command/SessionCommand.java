package dev.rivulet.schemas.command;

import dev.rivulet.schemas.TurnId;

/** A {@link Command} about a session as a whole. */
public sealed interface SessionCommand extends Command permits SessionRequested, ForgetRequested {

    /**
     * Returns a UUID of version 7 that is new for each request: it tells a request that is sent again from one that is
     * replayed.
     */
    TurnId requestId();
}
