/** The HTTP server: its event loops, its routes, its shutdown. */
package dev.rivulet.gateway.server;
