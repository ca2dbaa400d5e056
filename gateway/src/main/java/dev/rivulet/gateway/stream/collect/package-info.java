/** Collects a whole turn, for a response that is not streamed. */
package dev.rivulet.gateway.stream.collect;
