package dev.rivulet.worker.provider.openai;

/**
 * One element of a delta's {@code tool_calls}.
 *
 * @param index the provider's number of the call; null if it gives none
 * @param id null if there is none
 * @param name of the function; null if there is none
 * @param arguments the next piece of them; may be empty
 */
record ToolCallDelta(Integer index, String id, String name, String arguments) {}
