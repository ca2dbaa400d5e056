/** The live end of the log, handed to whoever listens: one consumer for all. */
package dev.rivulet.gateway.relay;
