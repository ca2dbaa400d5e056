/** Starts processes for tests, benchmarks and chaos runs, awaits their readiness, sends signals and ends them. */
package dev.rivulet.testkit.process;
