/** The AI SDK's side: chats in the UI message stream protocol of the npm package {@code ai}. */
package dev.rivulet.gateway.aisdk;
