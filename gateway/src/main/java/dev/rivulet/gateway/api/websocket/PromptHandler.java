package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Services;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.KeyedTurn;
import dev.rivulet.gateway.submit.NewTurn;

/** Asks, and shows the answer from its first event: as {@code POST .../turns} does that answers as an event stream. */
record PromptHandler(SocketSession client) {

    void handle(ClientFrame.Prompt frame) {
        frame.key().ifPresentOrElse(key -> askOnce(frame, key), () -> ask(frame));
    }

    private void ask(ClientFrame.Prompt frame) {
        NewTurn turn = NewTurn.mint(services(), frame.session(), frame.draft());
        SocketReading reading = reading(frame, client.readings().reserve(), turn);
        turn.watchIn(services().attendance());
        reading.subscribe();
        client.then(frame, turn.publish(), acknowledged -> {
            accepted(frame, turn);
            reading.begin();
        }, () -> {
            reading.abandon();
            services().attendance().forget(turn.turn());
        });
    }

    /** From the beginning, wherever the turn is by now. */
    private void askOnce(ClientFrame.Prompt frame, IdempotencyKey key) {
        KeyedTurn keyed = KeyedTurn.mint(services(), frame.session(), frame.draft(), key);
        SocketStreams.Slot slot = client.readings().reserve();
        client.then(frame, keyed.decide(), turn -> {
            accepted(frame, turn);
            turn.watchIn(services().attendance());
            client.then(frame, Desk.blocking(() -> KeyedTurn.beginning(turn)),
                    place -> reading(frame, slot, turn).beginAt(place), slot::free);
        }, slot::free);
    }

    private SocketReading reading(ClientFrame.Prompt frame, SocketStreams.Slot slot, NewTurn turn) {
        return SocketReading.ofTurn(client, slot, turn.session(), turn.log(), frame.view());
    }

    private void accepted(ClientFrame.Prompt frame, NewTurn turn) {
        client.send(new ServerFrame.Accepted(frame.id(), turn.session(), turn.turn()));
    }

    private Services services() {
        return client.desk().services();
    }
}
