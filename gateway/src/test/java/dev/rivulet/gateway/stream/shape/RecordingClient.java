package dev.rivulet.gateway.stream.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records what a client is sent: each event with its cursor as on the wire. */
class RecordingClient implements EventSink<TurnEvent> {

    private static final TurnId TURN = new TurnIds().next();

    final List<Shown> events = new ArrayList<>();
    final List<String> raw = new ArrayList<>(); // data
    final List<Integer> flushed = new ArrayList<>(); // events so far at each
    private final CursorEncoder cursors = new CursorEncoder(TURN, 3);
    boolean full;
    boolean released;

    @Override
    public boolean event(TurnEvent event) {
        String id = new String(cursors.encode(event), StandardCharsets.US_ASCII);
        events.add(new Shown(event.shownType().wire(), Cursor.parse(id), tree(event.value())));
        raw.add(new String(event.value(), StandardCharsets.UTF_8));
        return true;
    }

    @Override
    public void flush() {
        flushed.add(events.size());
    }

    @Override
    public boolean full() {
        return full;
    }

    @Override
    public void release() {
        released = true;
    }

    @Override
    public void end() {}

    @Override
    public void fail(ProblemException problem) {
        throw problem;
    }

    List<String> texts() {
        return events.stream().filter(shown -> shown.type().equals("delta")).map(Shown::content).toList();
    }

    List<String> types() {
        return events.stream().map(Shown::type).toList();
    }

    private static JsonNode tree(byte[] json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    record Shown(String type, Cursor cursor, JsonNode data) {

        String content() {
            return data.path("content").asText();
        }
    }
}
