package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.json.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * An entry of the {@link TurnIndex}. Its JSON is stored.
 *
 * @param offset of the turn's result in {@code turn-results}
 * @param bytes the size of the result
 * @param touchedAt when it was stored, in milliseconds since the epoch; named as in a conversation, because it expires
 *            by it
 */
public record IndexedTurn(long offset, int bytes, long touchedAt) {

    private static final StateFormat<IndexedTurn> FORMAT = StateFormat.of(IndexedTurn.class);

    /**
     * Returns whether a record of the changelog {@link dev.rivulet.schemas.topic.Changelog#CONVERSATIONS} is about an
     * entry.
     */
    public static boolean isEntry(byte[] key) {
        return TurnIndex.hasKey(new String(key, StandardCharsets.UTF_8));
    }

    /** Returns the key of the session that an entry belongs to: it is in the partition of the session. */
    public static byte[] sessionOf(byte[] key) {
        return TurnIndex.session(new String(key, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the stored entry of a turn whose result was copied to another offset.
     *
     * @param stored the entry as it is
     * @param copies returns the offset of the copy by that of the result; empty if the result was not copied
     * @return empty if there is no copy, or the entry cannot be read
     * @throws LaterStateException when a later version stored it
     */
    public static Optional<byte[]> ofCopy(byte[] stored, LongFunction<OptionalLong> copies) {
        try {
            IndexedTurn entry = FORMAT.read(stored);
            OptionalLong copy = copies.apply(entry.offset);
            return copy.isEmpty()
                    ? Optional.empty()
                    : Optional.of(FORMAT.write(new IndexedTurn(copy.getAsLong(), entry.bytes, entry.touchedAt)));
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }
}
