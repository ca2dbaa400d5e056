/** The HTTP server: its event loops and its routes. */
package dev.rivulet.gateway.server;
