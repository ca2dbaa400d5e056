package dev.rivulet.client;

/**
 * Is told what comes of a turn, on a thread of the executor that the caller gave. Exactly one of {@link #onEnd} and
 * {@link #onFailure} is the last call. What a method throws closes the stream and fails {@link Subscription#finished()}.
 */
public interface TurnListener {

    void onChunk(Chunk chunk);

    /** The turn is done, or was cancelled. */
    void onEnd(TurnEnd end);

    /** The stream ended in another way; its type says which, and what had come is in it. */
    void onFailure(RivuletException failure);
}
