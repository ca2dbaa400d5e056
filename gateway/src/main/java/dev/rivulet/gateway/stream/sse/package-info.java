/** Sends events as server-sent events (SSE). */
package dev.rivulet.gateway.stream.sse;
