package dev.rivulet.testkit.llm;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** A whole stream, rendered at once and sent in small pieces that care for neither frames nor characters. */
final class DrippedAnswer extends Pacer.Entry {

    private final HttpServerResponse response;
    private final Pacer pacer;
    private final Fault.Drip drip;
    private final Ledger.Entry ledger;
    private final Buffer bytes = Buffer.buffer();
    private int sent;

    DrippedAnswer(HttpServerResponse response, Pacer pacer, Completion completion, Fault.Drip drip,
            Ledger.Entry ledger) {
        this.response = response;
        this.pacer = pacer;
        this.drip = drip;
        this.ledger = ledger;
        Frames frames = new Frames(completion);
        frames.role(bytes);
        for (int token = 0; token < completion.length(); token++) {
            frames.token(bytes, token);
            ledger.token();
        }
        frames.end(bytes);
    }

    @Override
    void onTime() {
        if (ledger.isOver()) {
            return;
        }
        int end = Math.min(sent + drip.bytes(), bytes.length());
        Buffer piece = bytes.getBuffer(sent, end);
        sent = end;
        if (end == bytes.length()) {
            response.end(piece);
            ledger.end(Ending.COMPLETED);
        } else {
            response.write(piece);
            pacer.schedule(this, System.nanoTime() + drip.gap().toNanos());
        }
    }
}
