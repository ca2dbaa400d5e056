package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.schemas.command.CancelRequested;

/** Asks for a cancel, as {@code DELETE .../turns/{turn}} does, whether the turn is read here or not. */
record CancelHandler(SocketSession client) {

    void handle(ClientFrame.Cancel frame) {
        KafkaAccess cluster = client.desk().services().gate().require();
        CancelRequested cancel = new CancelRequested(frame.session(), frame.turn());
        client.then(frame, cluster.publisher().publish(cancel),
                acknowledged -> client.send(new ServerFrame.Cancelling(frame.id(), frame.session(), frame.turn())),
                () -> {});
    }
}
