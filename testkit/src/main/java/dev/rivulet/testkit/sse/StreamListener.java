package dev.rivulet.testkit.sse;

import java.io.IOException;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;

/** Tells a stream what OkHttp reads. Called by the stream's reader thread only. */
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
        // A response that is no event stream: its body is still there to be read.
        stream.opened(response.code(), response.headers());
        try {
            stream.ended(new StreamEnd.Rejected(response.code(), response.body().string()));
        } catch (IOException e) {
            stream.ended(new StreamEnd.Failed(e));
        }
    }
}
