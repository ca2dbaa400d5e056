package dev.rivulet.worker.coordinator;

import java.time.Duration;

/**
 * The bounds of a session's state.
 *
 * @param queuedTurns how many turns may wait in a session
 * @param queuedChars how much text they may have together, UTF-16 code units
 * @param conversationChars how much of the conversation is remembered, UTF-16 code units
 * @param endedTurns how many ended turns are remembered
 * @param keys how many idempotency keys a session remembers
 * @param keyWindow for how long
 * @param attempts how often a turn may be started
 * @param queueTimeout how long a turn may wait behind others
 * @param overdue how long an attempt may be open before it is given up without having heard of its worker
 */
public record CoordinatorLimits(int queuedTurns, int queuedChars, int conversationChars, int endedTurns, int keys,
        Duration keyWindow, int attempts, Duration queueTimeout, Duration overdue) {}
