/** One reader of one turn: which events it sees, and how log and live end are joined. */
package dev.rivulet.gateway.turn;
