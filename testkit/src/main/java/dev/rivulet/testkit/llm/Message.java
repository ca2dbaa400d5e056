package dev.rivulet.testkit.llm;

/** A message that the provider received; text parts are joined, other parts are dropped. */
public record Message(String role, String content) {}
