/** The API for a browser's {@code EventSource}: {@code GET /stream}. */
package dev.rivulet.gateway.api.eventsource;
