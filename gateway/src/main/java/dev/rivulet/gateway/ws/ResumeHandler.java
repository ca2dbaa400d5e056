package dev.rivulet.gateway.ws;

import dev.rivulet.gateway.cluster.Cluster;
import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.lookup.TurnAddress;
import dev.rivulet.gateway.turn.Place;

/** Shows a turn that is there already, as {@code GET .../turns/{turn}/events} does. */
record ResumeHandler(Client client) {

    void handle(ClientFrame.Resume frame) {
        Cluster cluster = client.desk().services().gate().require();
        TurnAddress address = TurnAddress.of(frame.session(), frame.turn(), cluster.partitions());
        frame.cursor().ifPresent(address::requireMine);
        Readings.Slot slot = client.readings().reserve();
        client.then(frame, Desk.blocking(() -> cluster.finder().place(address, frame.cursor(), frame.view().rereads())),
                place -> {
                    switch (place) {
                        case Place.From from -> {
                            client.send(new ServerFrame.Resumed(frame.id(), frame.session(), frame.turn()));
                            SocketReading
                                    .ofTurn(client, slot, frame.session(), cluster.log(frame.session(), frame.turn()),
                                            frame.view())
                                    .beginAt(from);
                        }
                        case Place.End end -> {
                            slot.free();
                            client.send(new ServerFrame.Ended(frame.id(), frame.session(), frame.turn()));
                        }
                    }
                }, slot::free);
    }
}
