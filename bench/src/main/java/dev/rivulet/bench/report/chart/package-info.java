/** Charts as SVG. */
package dev.rivulet.bench.report.chart;
