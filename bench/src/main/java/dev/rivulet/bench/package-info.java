/** Measures the latency and cost that Rivulet adds to token streams. */
package dev.rivulet.bench;
