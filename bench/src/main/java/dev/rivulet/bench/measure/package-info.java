/** Runs loads and reads CPU and memory meanwhile. */
package dev.rivulet.bench.measure;
