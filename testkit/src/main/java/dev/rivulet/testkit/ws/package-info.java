/** A client of {@code /ws}, with the JDK's WebSocket. */
package dev.rivulet.testkit.ws;
