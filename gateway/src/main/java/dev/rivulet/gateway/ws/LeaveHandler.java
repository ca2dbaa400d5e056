package dev.rivulet.gateway.ws;

/** Stops reading. Leaving what is not read is no mistake: its last event may have been on its way. */
record LeaveHandler(Client client) {

    void handle(ClientFrame.Leave frame) {
        client.readings().find(new Subject(frame.session(), frame.turn())).ifPresent(Reading::leave);
        client.send(new ServerFrame.Left(frame.id(), frame.session(), frame.turn()));
    }
}
