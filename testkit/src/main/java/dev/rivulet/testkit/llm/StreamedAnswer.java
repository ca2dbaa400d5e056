package dev.rivulet.testkit.llm;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/** An answer on its way as SSE, one write a token. Lives on the event loop of its connection. */
final class StreamedAnswer extends Pacer.Entry {

    private static final int BURST = 64;
    private static final long CATCH_UP_NANOS = 500_000_000;
    private static final int FRAME_BYTES = 384;

    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Context context;
    private final Pacer pacer;
    private final Completion completion;
    private final Frames frames;
    private final Ledger.Entry ledger;
    private final long gapNanos;
    private long nextAt;

    StreamedAnswer(HttpConnection connection, HttpServerResponse response, Context context, Pacer pacer,
            Completion completion, Ledger.Entry ledger, long startAt) {
        this.connection = connection;
        this.response = response;
        this.context = context;
        this.pacer = pacer;
        this.completion = completion;
        this.frames = new Frames(completion);
        this.ledger = ledger;
        this.gapNanos = completion.script().gap().toNanos();
        this.nextAt = startAt;
    }

    @Override
    void onTime() {
        for (int written = 0; !ledger.isOver(); written++) {
            if (response.writeQueueFull()) {
                // The client reads slowly: wait for it, whatever the pace.
                response.drainHandler(drained -> {
                    response.drainHandler(null);
                    onTime();
                });
                return;
            }
            if (!step()) {
                return;
            }
            if (gapNanos > 0) {
                long now = System.nanoTime();
                // A hiccup is made up for, so that the rate holds; a long pause is not.
                nextAt = Math.max(nextAt + gapNanos, now - CATCH_UP_NANOS);
                pacer.schedule(this, nextAt);
                return;
            }
            if (written == BURST) {
                context.runOnContext(again -> onTime());
                return;
            }
        }
    }

    /** Writes the next token, and the end after the last. False if nothing more is to come. */
    private boolean step() {
        int sent = ledger.tokens();
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
            ledger.token();
        }
        if (ledger.tokens() < completion.length() || stopsAt(ledger.tokens())) {
            response.write(buffer);
            return true;
        }
        if (sent < completion.length()) {
            malformedIfDue(buffer, ledger.tokens());
        }
        frames.end(buffer);
        response.end(buffer);
        ledger.end(Ending.COMPLETED);
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
            ledger.end(Ending.FAULT);
            connection.close();
        } else if (fault instanceof Fault.EndAfter) {
            ledger.end(Ending.FAULT);
            response.end();
        }
        // A stall does nothing at all: it ends when the client goes.
        return true;
    }
}
