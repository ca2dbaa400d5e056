package dev.rivulet.worker.coordinator.streams;

import org.apache.kafka.streams.processor.api.Record;

/**
 * What a reader hands to the coordinator.
 *
 * @param value a {@link dev.rivulet.schemas.command.Command}, a {@link dev.rivulet.schemas.result.TurnFinished}, or a
 *            {@link dev.rivulet.worker.coordinator.session.RefusedPrompt} that is in the dead letters already
 * @param source the record, for the dead letters
 * @param offset of the record
 */
record Input(Object value, Record<byte[], byte[]> source, long offset) {}
