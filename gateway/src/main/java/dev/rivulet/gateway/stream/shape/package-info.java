/** How a reader wants text: throttled, in words, lines, sentences or JSON elements, or all text so far as one event. */
package dev.rivulet.gateway.stream.shape;
