package dev.rivulet.client;

/**
 * Receives the stream of a turn, on a thread of the caller's executor. The last call is either {@link #onEnd} or {@link
 * #onFailure}. An exception from a method closes the stream and fails {@link Subscription#finished()}.
 */
public interface TurnListener {

    void onChunk(Chunk chunk);

    /** The turn is done or was cancelled. */
    void onEnd(TurnEnd end);

    /** The stream failed. The type of the exception says how; it contains the text so far. */
    void onFailure(RivuletException failure);
}
