package dev.rivulet.gateway.api.websocket;

/** Stops reading. Leaving what is not read is no mistake: its last event may have been on its way. */
record LeaveHandler(SocketSession client) {

    void handle(ClientFrame.Leave frame) {
        client.readings().find(new StreamKey(frame.session(), frame.turn())).ifPresent(SocketStream::leave);
        client.send(new ServerFrame.Left(frame.id(), frame.session(), frame.turn()));
    }
}
