package dev.rivulet.worker.provider;

/** The provider of a worker that executes nothing. */
public final class NoProvider implements LlmProvider {

    @Override
    public String name() {
        return "none";
    }

    /** @throws IllegalStateException always */
    @Override
    public LlmCall prepare(LlmRequest request) {
        throw new IllegalStateException("this worker executes no turns");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
