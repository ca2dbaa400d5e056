/** The records of the topic {@code chunk-events}: events for readers, and replies of the coordinator. */
package dev.rivulet.schemas.event;
