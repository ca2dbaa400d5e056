package dev.rivulet.worker.recovery;

import java.time.Duration;

/**
 * The bounds of the recovery.
 *
 * @param attempts how many attempts may be waiting or in progress at once
 * @param timeout how long the events of an attempt are read or waited for, from the first try on
 * @param textChars the longest text of one attempt, in UTF-16 code units; the rest is left out
 * @param passChars how much text all attempts of one pass may have together, in UTF-16 code units
 */
public record RecoveryLimits(int attempts, Duration timeout, int textChars, int passChars) {}
