/** The native side: turns of a session, their events, their state. */
package dev.rivulet.gateway.sessions;
