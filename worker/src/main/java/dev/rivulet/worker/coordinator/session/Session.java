package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnInput;
import java.util.stream.Stream;

/** The whole state of a session: one part from each of the two state stores. */
public record Session(ActiveTurns active, Conversation conversation) {

    static final Session NEW = new Session(ActiveTurns.IDLE, Conversation.EMPTY);

    /** Returns the state as clients see it, in reply to a request. */
    SessionState replyTo(SessionRequested question, SessionLimits limits, long now) {
        SessionState state = reply(question.requestId());
        if (question.wantsNoText()) {
            return state.withoutText().since(oldestTurn(limits, now));
        }
        return question.turns() == null
                ? state
                : state.withoutConversation().withPromptsAtMost(limits.inputChars());
    }

    /** Returns a time before which the session had no turn; null if it may have had more than are remembered. */
    private Long oldestTurn(SessionLimits limits, long now) {
        if (conversation.ended().size() >= limits.endedTurns()) {
            return null;
        }
        return Stream.concat(conversation.ended().stream().map(EndedTurn::turn), active.turns().stream())
                .map(TurnId::timestamp).min(Long::compare).orElse(now);
    }

    private SessionState reply(TurnId request) {
        OpenTurn open = active.open();
        SessionState.Open runs = open == null
                ? null
                : SessionState.Open.of(TurnInput.of(open.request()), open.lastBegun());
        return new SessionState(request, conversation.system(), conversation.messages(), runs,
                active.waiting().map(waiting -> Queued.of(waiting.request())).toList());
    }
}
