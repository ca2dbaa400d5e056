/** The processes of a benchmark, with their CPU time and memory. */
package dev.rivulet.bench.process;
