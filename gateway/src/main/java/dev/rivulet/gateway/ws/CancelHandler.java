package dev.rivulet.gateway.ws;

import dev.rivulet.gateway.cluster.Cluster;
import dev.rivulet.schemas.command.CancelRequested;

/** Asks for a cancel, as {@code DELETE .../turns/{turn}} does, whether the turn is read here or not. */
record CancelHandler(Client client) {

    void handle(ClientFrame.Cancel frame) {
        Cluster cluster = client.desk().services().gate().require();
        CancelRequested cancel = new CancelRequested(frame.session(), frame.turn());
        client.then(frame, cluster.publisher().publish(cancel),
                acknowledged -> client.send(new ServerFrame.Cancelling(frame.id(), frame.session(), frame.turn())),
                () -> {});
    }
}
