package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;

/** Notes whether there was a token: after the first, another call would repeat text. */
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

    boolean sawToken() {
        return any;
    }
}
