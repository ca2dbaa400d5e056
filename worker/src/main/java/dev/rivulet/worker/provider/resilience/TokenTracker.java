package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;

/** Passes tokens on and notes whether there was one: after the first, another call would repeat text. */
final class TokenTracker implements CompletionListener {

    private final CompletionListener listener;
    private volatile boolean any;

    TokenTracker(CompletionListener listener) {
        this.listener = listener;
    }

    @Override
    public void requestSent(String provider, String model) {
        listener.requestSent(provider, model);
    }

    @Override
    public void token(String text) {
        any = true;
        listener.token(text);
    }

    boolean sawToken() {
        return any;
    }
}
