package dev.rivulet.gateway.relay;

import dev.rivulet.schemas.event.EventType;

/**
 * One event as it lies in the log.
 *
 * @param offset its place in the partition
 * @param value the event's data: one line of JSON in UTF-8. Shared by all readers; nobody changes it
 */
public record ChunkRecord(long offset, EventType type, int attempt, byte[] value) {}
