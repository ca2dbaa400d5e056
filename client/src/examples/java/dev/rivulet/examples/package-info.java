/**
 * Small programs that show what the Java client can do; each stands alone and is there to be copied. Start Rivulet with {@code
 * ./rivulet up}, and run one with the gateway's address as its argument, or in {@code RIVULET_URL}.
 */
package dev.rivulet.examples;
