/** {@code /ws}: prompts in and events out over one WebSocket, several turns at once. */
package dev.rivulet.gateway.ws;
