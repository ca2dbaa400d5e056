/** The figures of a benchmark, as JSON and as tables. */
package dev.rivulet.bench.report;
