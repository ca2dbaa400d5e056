/** Makes requests, connections and WebSocket frames that no healthy client sends, and sends them to gateways. */
package dev.rivulet.local.chaos.request;
