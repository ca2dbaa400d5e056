package dev.rivulet.worker.execution;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.TurnInput;
import java.util.List;

/**
 * One attempt of a turn, ready to run.
 *
 * @param waitingSince when its wait began, for the queue time-out, in milliseconds since the epoch; for a turn that is
 *            started again the time of the claim
 * @param messages what to send to the model, system prompt included
 * @param input the same as it was asked, for the result; null when nothing of the turn is to be remembered
 * @param handOvers how often a worker has passed the turn on before it began there
 * @param requestedBy who asked, for the result; null when it is not known
 */
public record TurnJob(SessionId session, TurnId turn, int attempt, long waitingSince, List<Message> messages,
        TurnOptions options, TurnInput input, int handOvers, RequestedBy requestedBy) {

    /** A turn that no worker has passed on. */
    public TurnJob(SessionId session, TurnId turn, int attempt, long waitingSince, List<Message> messages,
            TurnOptions options, TurnInput input) {
        this(session, turn, attempt, waitingSince, messages, options, input, 0, null);
    }

    public SessionTurn sessionTurn() {
        return new SessionTurn(session, turn);
    }

    /** Leaves out the session and what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "TurnJob[turn=" + turn + ", attempt=" + attempt + "]";
    }
}
