/**
 * How a reader wants a turn shown: less often, in whole words, lines, sentences or elements of a JSON array, and the text
 * so far in one piece for one that comes late. In front of any sink; a stream without it is a relay of bytes.
 */
package dev.rivulet.gateway.shape;
