package dev.rivulet.local.topics;

/**
 * Open and queued turns, from the coordinators' last state.
 *
 * @param open turns that run or are about to
 * @param waiting turns queued behind an open one
 * @param sessions with open or queued turns
 */
record TurnStats(long open, long waiting, int sessions) {}
