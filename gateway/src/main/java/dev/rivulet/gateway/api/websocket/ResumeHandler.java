package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.log.lookup.TurnAddress;

/** Shows a turn that is there already, as {@code GET .../turns/{turn}/events} does. */
record ResumeHandler(SocketSession client) {

    void handle(ClientFrame.Resume frame) {
        KafkaAccess cluster = client.desk().services().gate().require();
        TurnAddress address = TurnAddress.of(frame.session(), frame.turn(), cluster.partitions());
        frame.cursor().ifPresent(address::requireMine);
        SocketStreams.Slot slot = client.readings().reserve();
        client.then(frame, Desk.blocking(() -> cluster.finder().place(address, frame.cursor(), frame.view().rereads())),
                place -> {
                    switch (place) {
                        case StartPosition.From from -> {
                            client.send(new ServerFrame.Resumed(frame.id(), frame.session(), frame.turn()));
                            SocketReading
                                    .ofTurn(client, slot, frame.session(), cluster.log(frame.session(), frame.turn()),
                                            frame.view())
                                    .beginAt(from);
                        }
                        case StartPosition.End end -> {
                            slot.free();
                            client.send(new ServerFrame.Ended(frame.id(), frame.session(), frame.turn()));
                        }
                    }
                }, slot::free);
    }
}
