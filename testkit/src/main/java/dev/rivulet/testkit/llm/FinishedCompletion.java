package dev.rivulet.testkit.llm;

/** A completion that has ended, with the number of tokens written. */
public record FinishedCompletion(SimulatedRequest request, Ending ending, int tokens) {}
