/** The live end of {@code chunk-events}: one consumer for all readers. */
package dev.rivulet.gateway.log.tail;
