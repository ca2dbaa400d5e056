package dev.rivulet.testkit.llm;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** A stream that is rendered at once and sent in small pieces, split inside frames and characters. */
final class DrippedResponse extends TimerWheel.Entry {

    private final HttpServerResponse response;
    private final TimerWheel timer;
    private final Fault.Drip drip;
    private final CompletionLog.Entry entry;
    private final Buffer bytes = Buffer.buffer();
    private int sent;

    DrippedResponse(HttpServerResponse response, TimerWheel timer, Completion completion, Fault.Drip drip,
            CompletionLog.Entry entry) {
        this.response = response;
        this.timer = timer;
        this.drip = drip;
        this.entry = entry;
        ChunkFrames frames = new ChunkFrames(completion);
        frames.role(bytes);
        for (int token = 0; token < completion.length(); token++) {
            frames.token(bytes, token);
            entry.token();
        }
        frames.end(bytes);
    }

    @Override
    void fire() {
        if (entry.isOver()) {
            return;
        }
        int end = Math.min(sent + drip.bytes(), bytes.length());
        Buffer piece = bytes.getBuffer(sent, end);
        sent = end;
        if (end == bytes.length()) {
            response.end(piece);
            entry.end(Ending.COMPLETED);
        } else {
            response.write(piece);
            timer.schedule(this, System.nanoTime() + drip.gap().toNanos());
        }
    }
}
