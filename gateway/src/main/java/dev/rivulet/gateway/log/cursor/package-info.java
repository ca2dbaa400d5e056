/** Positions in the log, as clients see them. */
package dev.rivulet.gateway.log.cursor;
