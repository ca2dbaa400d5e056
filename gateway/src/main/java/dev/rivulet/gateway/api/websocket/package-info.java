/** The WebSocket API: many turns and sessions over one connection. */
package dev.rivulet.gateway.api.websocket;
