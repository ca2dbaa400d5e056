/** From the log to one reader: subscribing to events, and the life of a reader from its first event to its last. */
package dev.rivulet.gateway.stream;
