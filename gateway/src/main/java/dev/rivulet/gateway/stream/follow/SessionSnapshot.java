package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A session at one offset of its log.
 *
 * @param partition the log's partition
 * @param state as the coordinator knew it when it wrote there
 * @param position that of the coordinator's reply
 * @param open what the open turn had shown before it; null if no turn is open
 */
record SessionSnapshot(SessionId session, int partition, SessionState state, SessionPosition position,
        PartialTurn open) {

    SessionBody body() {
        return new SessionBody(session, state.system(), state.messages(), state.open(), state.queue(),
                position.cursor(partition).toString());
    }

    /** Returns what a follower is shown that joins here, and what follows. */
    FollowStart start() {
        List<SessionEvent> head = new ArrayList<>();
        head.add(new SessionEvent.OfSession(ShownType.SESSION, null, Json.write(body()), position, true));
        if (open != null) {
            open.events().forEach(event -> head.add(ofOpenTurn(event)));
        }
        head.replaceAll(event -> event == head.getLast() ? event : event.incomplete());
        return new FollowStart(head, position.offset() + 1,
                new SessionFilter(position, state.queue().stream().map(Queued::about).toList()), 0);
    }

    private SessionEvent ofOpenTurn(TurnEvent event) {
        return SessionEvent.OfTurn.of(position.current(), event, position);
    }
}
