/** Clients that read server-sent events as a browser would, or byte for byte. */
package dev.rivulet.testkit.sse;
