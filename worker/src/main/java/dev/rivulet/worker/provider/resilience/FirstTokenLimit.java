package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.ToolCallPiece;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a provider's first token, or reasoning, came before its limit passed. Whichever is first wins: a call that
 * was given up shows nothing, and one that has shown something is not given up.
 */
final class FirstTokenLimit extends ForwardingListener {

    private enum State {
        WAITING,
        ALIVE,
        PASSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    FirstTokenLimit(CompletionListener listener) {
        super(listener);
    }

    /** The limit passed. Returns whether the provider is given up. Any thread. */
    boolean pass() {
        return state.compareAndSet(State.WAITING, State.PASSED);
    }

    boolean passed() {
        return state.get() == State.PASSED;
    }

    @Override
    public void alive() {
        if (isAlive()) {
            super.alive();
        }
    }

    @Override
    public void other() {
        if (isAlive()) {
            super.other();
        }
    }

    @Override
    public void reasoning(String content, String signature) {
        if (isAlive()) {
            super.reasoning(content, signature);
        }
    }

    @Override
    public void toolCall(ToolCallPiece piece) {
        if (isAlive()) {
            super.toolCall(piece);
        }
    }

    @Override
    public void token(String text) {
        if (isAlive()) {
            super.token(text);
        }
    }

    private boolean isAlive() {
        return state.get() == State.ALIVE || state.compareAndSet(State.WAITING, State.ALIVE)
                || state.get() == State.ALIVE;
    }
}
