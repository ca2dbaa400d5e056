/** The API of the AI SDK (npm package {@code ai}): the UI message stream of {@code useChat}. */
package dev.rivulet.gateway.api.aisdk;
