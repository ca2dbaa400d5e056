package dev.rivulet.testkit.sse;

import java.io.IOException;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;

/** Passes OkHttp's events to a stream. Called on the stream's reader thread only. */
final class StreamListener extends EventSourceListener {

    private final SseStream stream;
    private boolean open;

    StreamListener(SseStream stream) {
        this.stream = stream;
    }

    @Override
    public void onOpen(EventSource source, Response response) {
        open = true;
        stream.opened(response.code(), response.headers());
    }

    @Override
    public void onEvent(EventSource source, String id, String type, String data) {
        stream.received(new SseEvent(id == null ? "" : id, type == null ? "message" : type, data));
    }

    @Override
    public void onClosed(EventSource source) {
        stream.ended(new StreamEnd.EndedByServer());
    }

    @Override
    public void onFailure(EventSource source, Throwable cause, Response response) {
        if (response == null || open) {
            stream.ended(new StreamEnd.Failed(cause));
            return;
        }
        // Not an event stream: its body can still be read.
        stream.opened(response.code(), response.headers());
        try {
            stream.ended(new StreamEnd.Rejected(response.code(), response.body().string()));
        } catch (IOException e) {
            stream.ended(new StreamEnd.Failed(e));
        }
    }
}
