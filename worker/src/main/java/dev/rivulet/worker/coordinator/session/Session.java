package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnInput;

/** The whole state of a session: one part from each of the two state stores. */
public record Session(ActiveTurns active, Conversation conversation) {

    static final Session NEW = new Session(ActiveTurns.IDLE, Conversation.EMPTY);

    /** Returns the state as clients see it, in reply to a request. */
    SessionState replyTo(TurnId request) {
        OpenTurn open = active.open();
        SessionState.Open runs = open == null
                ? null
                : SessionState.Open.of(TurnInput.of(open.request()), open.lastBegun());
        return new SessionState(request, conversation.system(), conversation.messages(), runs,
                active.waiting().map(waiting -> Queued.of(waiting.request())).toList());
    }
}
