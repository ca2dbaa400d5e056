package dev.rivulet.schemas.event;

/**
 * {@code sealed}: the attempt was given up: the turn is about to end, or another attempt continues it. What of it or of
 * an earlier attempt stands behind this record is void: readers are not shown it, and it is not in the turn's result.
 * So all who read the log agree on what the attempt produced, although its worker may still write. Not shown to
 * readers. When it is there several times, the first one counts.
 *
 * @param attempt the attempt that was given up
 */
public record Sealed(int attempt) implements ChunkEvent {}
