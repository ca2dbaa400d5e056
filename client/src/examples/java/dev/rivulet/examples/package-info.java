/**
 * Small, independent programs that show the features of the Java client. Start Rivulet with {@code ./rivulet up} and
 * run one of them; the gateway's address is its argument or {@code RIVULET_URL}.
 */
package dev.rivulet.examples;
