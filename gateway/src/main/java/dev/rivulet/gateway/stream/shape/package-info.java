/** The shape of a reader's text: throttled, split into words, lines, sentences or JSON elements, or as a snapshot. */
package dev.rivulet.gateway.stream.shape;
