package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a session at one offset of its log.
 *
 * @param cursors writes the cursor of the state
 * @param partition the number by which cursors name the log's partition
 * @param state the coordinator's reply
 * @param past the turns of the session that ended last
 * @param position the position of that reply in the log
 * @param open the events of the running turn before that position; null if no turn runs
 */
record SessionSnapshot(Cursors cursors, int partition, SessionState state, TurnsBody past, SessionPosition position,
        PartialTurn open) {

    SessionBody body() {
        return new SessionBody(past, state.open(), state.queue(),
                cursors.write(past.sessionId(), position.cursor(partition)));
    }

    /**
     * Returns the start of a follower that joins here: it is shown the state first, then the log.
     *
     * @param maxBytes about the most data of the state
     */
    FollowStart start(int maxBytes) {
        List<SessionEvent> head = new ArrayList<>();
        head.add(new SessionEvent.OfSession(ShownType.SESSION, null, body().json(maxBytes), position, true));
        if (open != null) {
            open.events().forEach(event -> head.add(ofOpenTurn(event)));
        }
        head.replaceAll(event -> event == head.getLast() ? event : event.incomplete());
        return new FollowStart(head, position.offset() + 1,
                new SessionFilter(position, open == null ? new AttemptFilter() : open.filter(),
                        state.queue().stream().map(Queued::about).toList()),
                0);
    }

    private SessionEvent ofOpenTurn(TurnEvent event) {
        return SessionEvent.OfTurn.of(position.current(), event, position);
    }
}
