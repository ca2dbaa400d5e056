/** Positions in a turn's events, as clients see them. */
package dev.rivulet.gateway.cursor;
