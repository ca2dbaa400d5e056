package dev.rivulet.testkit.llm;

/** An answer that is over. Tokens are those written before the end. */
public record FinishedCompletion(SimulatedRequest request, Ending ending, int tokens) {}
