/** Positions in the log as clients see them: opaque strings. */
package dev.rivulet.gateway.log.cursor;
