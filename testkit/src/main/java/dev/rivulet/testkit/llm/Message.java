package dev.rivulet.testkit.llm;

/** One message of a conversation as the provider was given it; text parts are joined, other parts left out. */
public record Message(String role, String content) {}
