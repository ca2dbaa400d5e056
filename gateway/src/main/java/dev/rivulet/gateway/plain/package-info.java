/** The one-line stream for a browser's EventSource: text, and nothing but text. */
package dev.rivulet.gateway.plain;
