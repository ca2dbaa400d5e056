package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.stream.follow.SessionLookup;
import dev.rivulet.schemas.TurnId;

/** Shows every turn of a session, as {@code GET /v1/sessions/{session}/events} does. */
record FollowHandler(SocketSession client) {

    void handle(ClientFrame.Follow frame) {
        SessionLookup lookup = SessionLookup.of(client.desk().services());
        TurnId request = client.desk().services().turnIds().next();
        SocketStreams.Slot slot = client.readings().reserve();
        client.then(frame, Desk.blocking(
                () -> lookup.beginning(frame.session(), frame.cursor(), frame.fromStart(), request)), beginning -> {
                    client.send(new ServerFrame.Following(frame.id(), frame.session()));
                    SocketReading.ofSession(client, slot, frame.session(),
                            beginning.view(frame.shaping()), lookup.cluster().log(frame.session()))
                            .beginAt(beginning);
                }, slot::free);
    }
}
