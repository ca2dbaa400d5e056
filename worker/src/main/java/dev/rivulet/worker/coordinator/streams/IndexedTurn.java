package dev.rivulet.worker.coordinator.streams;

/**
 * An entry of the {@link TurnIndex}. Its JSON is stored.
 *
 * @param offset of the turn's result in {@code turn-results}
 * @param bytes the size of the result
 * @param touchedAt when it was stored, in milliseconds since the epoch; named as in a conversation, because it expires
 *            by it
 */
public record IndexedTurn(long offset, int bytes, long touchedAt) {}
