package dev.rivulet.testkit.llm;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/** A completion that is streamed as SSE, with one write per token. Used on the event loop of its connection only. */
final class StreamedResponse extends TimerWheel.Entry {

    private static final int BURST = 64;
    private static final long CATCH_UP_NANOS = 500_000_000;
    private static final int FRAME_BYTES = 384;

    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Context context;
    private final TimerWheel timer;
    private final Completion completion;
    private final ChunkFrames frames;
    private final CompletionLog.Entry entry;
    private final long gapNanos;
    private long nextAt;

    StreamedResponse(HttpConnection connection, HttpServerResponse response, Context context, TimerWheel timer,
            Completion completion, CompletionLog.Entry entry, long startAt) {
        this.connection = connection;
        this.response = response;
        this.context = context;
        this.timer = timer;
        this.completion = completion;
        this.frames = new ChunkFrames(completion);
        this.entry = entry;
        this.gapNanos = completion.script().gap().toNanos();
        this.nextAt = startAt;
    }

    @Override
    void fire() {
        for (int written = 0; !entry.isOver(); written++) {
            if (response.writeQueueFull()) {
                // The client reads slowly: wait for it, whatever the rate.
                response.drainHandler(drained -> {
                    response.drainHandler(null);
                    fire();
                });
                return;
            }
            if (!step()) {
                return;
            }
            if (gapNanos > 0) {
                long now = System.nanoTime();
                // Catch up after a short delay, so that the rate holds, but not after a long pause.
                nextAt = Math.max(nextAt + gapNanos, now - CATCH_UP_NANOS);
                timer.schedule(this, nextAt);
                return;
            }
            if (written == BURST) {
                context.runOnContext(again -> fire());
                return;
            }
        }
    }

    /** Writes the next token, and after the last token the end. Returns false if nothing follows. */
    private boolean step() {
        int sent = entry.tokens();
        if (goesWrong(completion.script().fault(), sent)) {
            return false;
        }
        Buffer buffer = Buffer.buffer(FRAME_BYTES);
        if (sent == 0) {
            frames.role(buffer);
        }
        malformedIfDue(buffer, sent);
        if (sent < completion.length()) {
            frames.token(buffer, sent);
            entry.token();
        }
        if (entry.tokens() < completion.length() || stopsAt(entry.tokens())) {
            response.write(buffer);
            return true;
        }
        if (sent < completion.length()) {
            malformedIfDue(buffer, entry.tokens());
        }
        frames.end(buffer);
        response.end(buffer);
        entry.end(Ending.COMPLETED);
        return false;
    }

    private void malformedIfDue(Buffer buffer, int tokens) {
        if (completion.script().fault() instanceof Fault.MalformedAfter fault && fault.tokens() == tokens) {
            frames.malformed(buffer);
        }
    }

    private boolean stopsAt(int tokens) {
        return switch (completion.script().fault()) {
            case Fault.StallAfter stall -> stall.tokens() == tokens;
            case Fault.CutAfter cut -> cut.tokens() == tokens;
            case Fault.EndAfter end -> end.tokens() == tokens;
            default -> false;
        };
    }

    private boolean goesWrong(Fault fault, int sent) {
        if (!stopsAt(sent)) {
            return false;
        }
        if (sent == 0) {
            response.writeHead();
        }
        if (fault instanceof Fault.CutAfter) {
            entry.end(Ending.FAULT);
            connection.close();
        } else if (fault instanceof Fault.EndAfter) {
            entry.end(Ending.FAULT);
            response.end();
        }
        // A stall writes nothing: it ends when the client disconnects.
        return true;
    }
}
