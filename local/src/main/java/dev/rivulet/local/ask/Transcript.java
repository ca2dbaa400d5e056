package dev.rivulet.local.ask;

import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Failed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;

/** Shows a turn's events on a terminal, over as many connections as it takes. */
final class Transcript extends EventSourceListener {

    private final Terminal terminal;
    private String lastEventId;
    private ChunkEvent.Terminal end;

    Transcript(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void onEvent(EventSource source, String id, String type, String data) {
        byte[] name = String.valueOf(type).getBytes(StandardCharsets.UTF_8);
        Optional<EventType> known = EventType.parse(name);
        if (known.isPresent() && end == null) {
            show(Json.read(data.getBytes(StandardCharsets.UTF_8), known.get().event()));
        }
        lastEventId = id;
    }

    private void show(ChunkEvent event) {
        switch (event) {
            case Started started -> {
                if (started.attempt() > 1) {
                    terminal.newLine();
                    terminal.status("The worker was lost; the answer starts again:");
                }
            }
            case Delta delta -> terminal.text(delta.content());
            case Done done -> {
                end = done;
                terminal.newLine();
                terminal.status("%s after %d ms: %d characters, first token after %s ms, queued %d ms".formatted(
                        done.finishReason(), done.timings().totalMs(), done.length(),
                        done.timings().firstTokenMs() == null ? "-" : done.timings().firstTokenMs(),
                        done.timings().queuedMs()));
            }
            case Failed failed -> {
                end = failed;
                terminal.newLine();
                terminal.status("error " + failed.code() + ": " + failed.message()
                        + (failed.retryable() ? " (worth another try)" : ""));
            }
            case ChunkEvent.OfSession others -> {
                // Not on the stream of a turn.
            }
        }
    }

    boolean ended() {
        return end != null;
    }

    int exitStatus() {
        return end instanceof Done ? 0 : 1;
    }

    /** Null before the first event. */
    String lastEventId() {
        return lastEventId;
    }
}
