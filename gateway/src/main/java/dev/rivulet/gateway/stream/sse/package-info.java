/** Writing events to an HTTP response as server-sent events. */
package dev.rivulet.gateway.stream.sse;
