package dev.rivulet.local.ask;

import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
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

/** Shows a turn's events, over as many connections as it takes. */
final class Transcript extends EventSourceListener {

    private final Screen screen;
    private String lastEventId;
    private ChunkEvent.Terminal end;

    Transcript(Screen screen) {
        this.screen = screen;
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
                    screen.endLine();
                    screen.note(Tone.NOTE, "The worker was lost; the answer starts again:");
                }
            }
            case Delta delta -> screen.text(delta.content());
            case Done done -> {
                end = done;
                screen.endLine();
                screen.note(Tone.NOTE, "%s after %d ms: %d characters, first token after %s ms, queued %d ms".formatted(
                        done.finishReason(), done.timings().totalMs(), done.length(),
                        done.timings().firstTokenMs() == null ? "-" : done.timings().firstTokenMs(),
                        done.timings().queuedMs()));
            }
            case Failed failed -> {
                end = failed;
                screen.endLine();
                screen.note(Tone.NOTE, "error " + failed.code() + ": " + failed.message()
                        + (failed.retryable() ? " (worth another try)" : ""));
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
