package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.ToolCallPiece;

/**
 * Notes whether there was a token or a piece of a tool call: after the first, another call would repeat what the answer
 * has. Reasoning is no part of the answer: another call reasons again.
 */
final class TokenTracker extends ForwardingListener {

    private volatile boolean any;

    TokenTracker(CompletionListener listener) {
        super(listener);
    }

    @Override
    public void token(String text) {
        any = true;
        super.token(text);
    }

    @Override
    public void toolCall(ToolCallPiece piece) {
        any = true;
        super.toolCall(piece);
    }

    boolean sawToken() {
        return any;
    }
}
