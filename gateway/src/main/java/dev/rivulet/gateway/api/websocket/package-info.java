/** The WebSocket API: prompts in, events of many turns out over one connection. */
package dev.rivulet.gateway.api.websocket;
