/** A client of {@code /ws}, on the JDK's WebSocket. */
package dev.rivulet.testkit.ws;
