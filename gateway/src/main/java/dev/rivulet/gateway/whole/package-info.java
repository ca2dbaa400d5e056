/** Turns that are answered in one piece. */
package dev.rivulet.gateway.whole;
