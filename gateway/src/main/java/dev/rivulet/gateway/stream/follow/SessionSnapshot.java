package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A session at one place in its log.
 *
 * @param partition where the log is
 * @param state as the coordinator knew it when it wrote there
 * @param place that of the coordinator's answer
 * @param open what the open turn had shown in front of it; null when no turn is open
 */
record SessionSnapshot(SessionId session, int partition, SessionState state, SessionPosition place, PartialTurn open) {

    SessionBody body() {
        return new SessionBody(session, state.system(), state.messages(), state.open(), state.queue(),
                place.cursor(partition).toString());
    }

    /** What a follower is told that joins here, and then what follows. */
    FollowStart beginning() {
        List<SessionEvent> head = new ArrayList<>();
        head.add(new SessionEvent(ShownType.SESSION, null, Json.write(body()), place, true));
        if (open != null) {
            open.started().ifPresent(event -> head.add(ofOpen(ShownType.STARTED, event.value())));
            open.snapshot().ifPresent(text -> head.add(ofOpen(ShownType.SNAPSHOT, Json.write(text))));
            open.terminal().ifPresent(event -> head.add(ofOpen(event.shownType(), event.value())));
        }
        head.replaceAll(event -> event == head.getLast() ? event : event.incomplete());
        return new FollowStart(head, place.offset() + 1,
                new SessionFilter(place, state.queue().stream().map(Queued::turnId).toList()), 0);
    }

    private SessionEvent ofOpen(ShownType type, byte[] data) {
        return SessionEvent.ofTurn(type, place.current(), data, place);
    }
}
