package dev.rivulet.local.topics;

/**
 * Turns under way, as the coordinators last wrote them down.
 *
 * @param open run, or are about to
 * @param waiting behind an open turn of their session
 * @param sessions that have either
 */
record TurnStats(long open, long waiting, int sessions) {}
