/** Turns on their way to clients as server-sent events. */
package dev.rivulet.gateway.sse;
