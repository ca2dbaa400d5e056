package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.ToolCallPiece;

/** Passes everything on. */
abstract class ForwardingListener implements CompletionListener {

    private final CompletionListener listener;

    ForwardingListener(CompletionListener listener) {
        this.listener = listener;
    }

    @Override
    public void requestSent(String provider, String model) {
        listener.requestSent(provider, model);
    }

    @Override
    public void requestFailed(String provider, ProviderException failure) {
        listener.requestFailed(provider, failure);
    }

    @Override
    public void alive() {
        listener.alive();
    }

    @Override
    public void other() {
        listener.other();
    }

    @Override
    public void reasoning(String content, String signature) {
        listener.reasoning(content, signature);
    }

    @Override
    public void toolCall(ToolCallPiece piece) {
        listener.toolCall(piece);
    }

    @Override
    public void token(String text) {
        listener.token(text);
    }
}
