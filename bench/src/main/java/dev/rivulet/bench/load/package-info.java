/** The load generator: opens streams and tracks the arrival of every token. */
package dev.rivulet.bench.load;
